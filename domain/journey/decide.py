"""Decides which events a command produces on a journey."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from domain.allowed_dates import (
    PossibleDates,
    on_or_after,
    on_or_before,
    possible_dates,
    require_possible_dates,
)
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey, fold_events
from domain.journey.commands import (
    agreements,
    alerts,
    allies,
    answers,
    assessments,
    beliefs,
    check_ins,
    coaches,
    consents,
    corrections,
    course,
    deputies,
    endings,
    evidence,
    experiment_outcomes,
    experiments,
    feedback,
    gaps,
    insights,
    intake,
    market,
    network,
    notes,
    offers,
    opinions,
    pitches,
    pulses,
    quests,
    refusals,
    role_answers,
    roles,
    sight,
    skills,
    start,
    stories,
    suggestions,
    vision,
    weeks,
)
from domain.journey.commands.catalogue import ClockCommand, JourneyCommand
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.deputies import AnswerDeputy, EndDeputy
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.commands.notes import ShareNote
from domain.journey.commands.start import StartJourney
from domain.journey.consent_ends import ConsentEnd, ends_consent, on_possible_day
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.events.catalogue import JourneyEvent
from domain.normal_texts import normalize_texts
from domain.vocabulary import MAX_EVENTS, MAX_EVENTS_A_DAY

UserCommand = JourneyCommand | CorrectEntry | RetractEntry
"""Every command that a person may give."""

HANDLERS: CommandHandlers = {
    **agreements.HANDLERS,
    **alerts.HANDLERS,
    **allies.HANDLERS,
    **answers.HANDLERS,
    **assessments.HANDLERS,
    **beliefs.HANDLERS,
    **check_ins.HANDLERS,
    **coaches.HANDLERS,
    **consents.HANDLERS,
    **course.HANDLERS,
    **deputies.HANDLERS,
    **endings.HANDLERS,
    **evidence.HANDLERS,
    **experiment_outcomes.HANDLERS,
    **experiments.HANDLERS,
    **feedback.HANDLERS,
    **gaps.HANDLERS,
    **insights.HANDLERS,
    **intake.HANDLERS,
    **market.HANDLERS,
    **network.HANDLERS,
    **notes.HANDLERS,
    **offers.HANDLERS,
    **opinions.HANDLERS,
    **pitches.HANDLERS,
    **pulses.HANDLERS,
    **quests.HANDLERS,
    **refusals.HANDLERS,
    **roles.HANDLERS,
    **role_answers.HANDLERS,
    **sight.HANDLERS,
    **skills.HANDLERS,
    **start.HANDLERS,
    **stories.HANDLERS,
    **suggestions.HANDLERS,
    **vision.HANDLERS,
    **weeks.HANDLERS,
}
"""Every command but the two that correct earlier entries: those need more than the journey."""


def decide(
    journey: Journey, command: UserCommand | ClockCommand, today: date, by: UUID | None = None
) -> list[AnyJourneyEvent]:
    """The events that a command produces; an empty list when there is nothing to do. Raises `DomainError`.

    `today` is the date in the journey's time zone: nothing can have happened after it. `by` is the actor: people correct
    only entries of their own, and share only their own notes.
    """
    command = normalize_texts(command)
    if isinstance(command, ConsentEnd) and ends_consent(command):
        command = on_possible_day(journey, command, today)
    events = _decided(journey, command, today, by)
    if not events or isinstance(command, ClockCommand):
        return events
    _require_room(journey, command)
    if _answers_a_deputy(command) or not any(isinstance(one, deputies.BringsBack) for one in events):
        return events
    return [*events, *deputies.lapsed_answers(journey, events, (command.happened_on, today), by)]


def _answers_a_deputy(command: UserCommand) -> bool:
    restated = command.restated if isinstance(command, CorrectEntry) else command
    return isinstance(restated, AnswerDeputy)


def _decided(
    journey: Journey, command: UserCommand | ClockCommand, today: date, by: UUID | None
) -> list[AnyJourneyEvent]:
    match command:
        case CorrectEntry():
            _check_date(journey, command, today)

            def redecide(events: Iterable[JourneyEvent], restated: JourneyCommand) -> list[JourneyEvent]:
                return _handle(fold_events(events), restated, today)

            return [*corrections.handle_correct_entry(journey, command, redecide, by)]
        case RetractEntry():
            _check_date(journey, command, today)
            return [*corrections.handle_retract_entry(journey, command, by)]
        case ShareNote():
            notes.require_own_note(journey, command.note_id, by)
            return [*_handle(journey, command, today)]
        case EndDeputy():
            _check_date(journey, command, today)
            return [*deputies.handle_end_deputy(journey, command, by)]
        case _:
            return [*_handle(journey, command, today)]


def _handle(journey: Journey, command: JourneyCommand | ClockCommand, today: date) -> list[JourneyEvent]:
    _check_date(journey, command, today)
    return HANDLERS[type(command)](journey, command)


def _require_room(journey: Journey, command: UserCommand) -> None:
    """Raises `InvalidOperation` when the journey is full, or the day. What was let or said may be taken back even then."""
    count = len(journey.authored_events)
    takes_back = isinstance(command, RetractEntry) or (
        isinstance(command, ConsentEnd) and ends_consent(command)
    )
    if count >= (2 * MAX_EVENTS if takes_back else MAX_EVENTS):
        raise InvalidOperation(
            "A journey can hold %(most)s entries, and this one is full.",
            most=MAX_EVENTS,
            allowed="to withdraw a share, a consent or an entry",
        )
    if takes_back or count < MAX_EVENTS_A_DAY:
        return
    of_day = sum(one.event.happened_on == command.happened_on for one in journey.authored_events)
    if of_day >= MAX_EVENTS_A_DAY:
        raise InvalidOperation(
            "A day can hold %(most)s entries, and this one is full.",
            most=MAX_EVENTS_A_DAY,
            field="happened_on",
            allowed="another day",
        )


def _check_date(journey: Journey, command: UserCommand | ClockCommand, today: date) -> None:
    if not isinstance(command, StartJourney):
        started_on = journey.started.event.happened_on
        if command.happened_on < started_on:
            raise InvalidValue(
                "This is before the journey started.", field="happened_on", allowed=on_or_after(started_on)
            )
    if command.happened_on > today:
        raise InvalidValue("This is in the future.", field="happened_on", allowed=on_or_before(today))
    require_possible_dates(command, _possible_dates(journey, today))


def _possible_dates(journey: Journey, today: date) -> PossibleDates:
    """Those of the day; also all days of a journey that began earlier, as some of old logs did."""
    possible = possible_dates(today)
    if journey.start is None:
        return possible
    return PossibleDates(min(possible.first, journey.start.event.happened_on), possible.last)
