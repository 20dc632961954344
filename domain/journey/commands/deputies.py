"""Deputies: the coach proposes one, the client answers, and either of them ends it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from domain.allowed_dates import on_or_before
from domain.command import ADDED_LATER, Command, Title
from domain.decision_rules import create_once, require_not_before, require_not_past, unknown_reference
from domain.errors import InvalidOperation, InvalidValue
from domain.event import AuthoredEvent
from domain.journey.aggregate import Journey, evolve_all
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected, EntryRetracted
from domain.journey.deputies import agreed_covers, awaits_answer, coach_scope_on, open_covers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.coaches import CoachAssigned
from domain.journey.events.deputies import (
    SCOPE_ORDER,
    Cover,
    DeputyAnswered,
    DeputyAnswerLapsed,
    DeputyEnded,
    DeputyProposed,
)
from domain.journey.events.sight import SightGranted
from domain.messages import translatable
from domain.vocabulary import SightScope

LONGEST_COVER = timedelta(days=91)
"""A deputy stands in for a holiday or an illness. For longer, the client chooses another coach."""

MOST_QUESTIONS = 5
"""As many questions about deputies wait for one client at a time."""


class ProposeDeputy(Command, frozen=True, kw_only=True, tag="ProposeDeputy"):
    """Propose a colleague who stands in for the coach on some days. Nothing changes until the client agrees."""

    cover_id: UUID
    deputy_id: UUID
    name: Title
    first_day: date
    last_day: date


class AnswerDeputy(Command, frozen=True, kw_only=True, tag="AnswerDeputy"):
    """Agree to a deputy, and say how much they may see, or say no. A later answer replaces it.

    A yes says again whom the question was about, and for which days: a question that was changed meanwhile is read again.
    """

    cover_id: UUID
    agreed: bool
    scope: SightScope | None = None
    deputy_id: Annotated[UUID | None, ADDED_LATER] = None
    name: Annotated[Title | None, ADDED_LATER] = None
    first_day: Annotated[date | None, ADDED_LATER] = None
    last_day: Annotated[date | None, ADDED_LATER] = None


class EndDeputy(Command, frozen=True, kw_only=True, tag="EndDeputy"):
    """End the days of a deputy at once, or withdraw the proposal. They end by themselves after the last day.

    A day that cannot be counts as the nearest that can.
    """

    cover_id: UUID


def handle_propose_deputy(journey: Journey, command: ProposeDeputy) -> list[JourneyEvent]:
    """Proposes a deputy for days that overlap with no other deputy's."""
    coach = journey.coaches.assigned
    if coach is None:
        raise InvalidOperation("This journey has no coach.", allowed="AssignCoach first")
    require_not_past(command.last_day, command.happened_on, field="last_day")
    require_not_before(
        command.last_day, command.first_day, "The last day is on %(day)s or later.", field="last_day"
    )
    if command.last_day - command.first_day > LONGEST_COVER:
        latest = command.first_day + LONGEST_COVER
        raise InvalidValue(
            translatable("A deputy can stand in until %(day)s at the latest.", day=latest),
            field="last_day",
            allowed=on_or_before(latest),
        )
    if command.deputy_id == coach.coach_id:
        raise InvalidOperation(
            "Choose someone other than the coach.", field="deputy_id", allowed="the id of another coach"
        )
    event = DeputyProposed(
        happened_on=command.happened_on,
        cover_id=command.cover_id,
        coach_id=coach.coach_id,
        coach_name=coach.name,
        deputy_id=command.deputy_id,
        name=command.name,
        first_day=command.first_day,
        last_day=command.last_day,
    )
    known = journey.deputies.covers.get(command.cover_id)
    if known is None:
        _require_free_days(journey, command)
        _require_few_questions(journey, command.happened_on)
    return create_once(known.proposed if known else None, event, "cover", field="cover_id")


def _require_free_days(journey: Journey, command: ProposeDeputy) -> None:
    for one in open_covers(journey, command.happened_on):
        other, reply = one.proposed, one.answer
        declined = reply is not None and not reply.agreed
        if not declined and command.first_day <= other.last_day and other.first_day <= command.last_day:
            raise InvalidOperation(
                translatable(
                    "%(name)s is asked for from %(first)s to %(last)s already.",
                    name=other.name,
                    first=other.first_day,
                    last=other.last_day,
                ),
                field="first_day",
                allowed="other days, or EndDeputy first",
            )


def _require_few_questions(journey: Journey, on: date) -> None:
    if sum(awaits_answer(one) for one in open_covers(journey, on)) >= MOST_QUESTIONS:
        raise InvalidOperation(
            translatable(
                "%(most)s questions about a deputy are open already. Withdraw one, or wait for a reply.",
                most=MOST_QUESTIONS,
            ),
            allowed="AnswerDeputy",
        )


def handle_answer_deputy(journey: Journey, command: AnswerDeputy) -> list[JourneyEvent]:
    """Records what the client says. Returns no event if the client said the same before."""
    cover = _cover(journey, command.cover_id)
    proposed = cover.proposed
    require_not_before(command.happened_on, proposed.happened_on, "The deputy was proposed on %(day)s.")
    if command.agreed:
        _require_open(journey, command, cover)
        _require_as_read(command, proposed)
        _require_scope(journey, command)
    event = DeputyAnswered(
        happened_on=command.happened_on,
        cover_id=command.cover_id,
        agreed=command.agreed,
        scope=command.scope if command.agreed else None,
        deputy_id=proposed.deputy_id,
        name=proposed.name,
        first_day=proposed.first_day,
        last_day=proposed.last_day,
    )
    reply = cover.answer
    if reply and (reply.agreed, reply.scope) == (event.agreed, event.scope):
        return []
    if cover.answered:
        require_not_before(command.happened_on, cover.answered.happened_on, "The last reply was on %(day)s.")
    if cover.lapsed_on:
        require_not_before(command.happened_on, cover.lapsed_on, "You were asked again on %(day)s.")
    return [event]


def _require_open(journey: Journey, command: AnswerDeputy, cover: Cover) -> None:
    if cover not in open_covers(journey, command.happened_on):
        raise InvalidOperation(
            "These days are over, or were called off.", field="cover_id", allowed="days that are still open"
        )


def _require_as_read(command: AnswerDeputy, proposed: DeputyProposed) -> None:
    """Refuses a yes to another question than the one that stands now."""
    read = (command.deputy_id, command.name, command.first_day, command.last_day)
    if None in read:
        raise InvalidOperation(
            "Say who the deputy is, and for which days.",
            field="deputy_id",
            allowed="deputy_id, name, first_day and last_day, as the question says them",
        )
    if read != (proposed.deputy_id, proposed.name, proposed.first_day, proposed.last_day):
        raise InvalidOperation(
            "This question has changed. Read it again.",
            field="cover_id",
            allowed="what the question says now",
        )


def _require_scope(journey: Journey, command: AnswerDeputy) -> None:
    of_coach = coach_scope_on(journey, command.happened_on)
    if command.scope is None:
        raise InvalidOperation(
            "Say how much the deputy may see.", field="scope", allowed="everything, profile or progress"
        )
    if of_coach is None:
        raise InvalidOperation(
            "A deputy sees at most what the coach sees.", field="scope", allowed="GrantSight first"
        )
    if SCOPE_ORDER.index(command.scope) > SCOPE_ORDER.index(of_coach):
        raise InvalidOperation("A deputy sees at most what the coach sees.", field="scope", allowed=of_coach)


def handle_end_deputy(journey: Journey, command: EndDeputy, by: UUID | None = None) -> list[JourneyEvent]:
    """Ends the days of a deputy. Returns no event if the same actor ended them.

    What somebody else ended is ended again: it then holds even if the other takes theirs back.
    """
    cover = _cover(journey, command.cover_id)
    if command.cover_id in journey.deputies.ended and _ended_by(journey, command.cover_id, by):
        return []
    require_not_before(command.happened_on, cover.proposed.happened_on, "The deputy was proposed on %(day)s.")
    return [DeputyEnded(happened_on=command.happened_on, cover_id=command.cover_id)]


def _ended_by(journey: Journey, cover_id: UUID, by: UUID | None) -> bool:
    return any(
        isinstance(event, DeputyEnded)
        and event.cover_id == cover_id
        and by in (None, journey.authored_events[number - 1].by)
        for number, event in journey.effective_events().items()
    )


BringsBack = EntryCorrected | EntryRetracted | CoachAssigned | SightGranted
"""What can give back to a deputy what their days rest on."""


def lapsed_answers(
    journey: Journey, events: Sequence[AnyJourneyEvent], days: Iterable[date], by: UUID | None
) -> list[DeputyAnswerLapsed]:
    """Lets every yes lapse that events of `BringsBack` would bring back. A yes begins to count when the client says it, and by nothing else.

    `days` are those on which the events happened and are told: what ends by its date is gone without any event.
    """
    if not _was_answered(journey):
        return []
    after = evolve_all(journey, [AuthoredEvent(one, by) for one in events])
    back = {one for day in days for one in agreed_covers(after, day) - agreed_covers(journey, day)}
    told_on = max(one.happened_on for one in events)
    return [
        DeputyAnswerLapsed(happened_on=_no_earlier(cover, told_on), cover_id=cover_id)
        for cover_id, cover in after.deputies.covers.items()
        if cover_id in back
    ]


def _was_answered(journey: Journey) -> bool:
    return any(isinstance(one.event, DeputyAnswered) for one in journey.authored_events)


def _no_earlier(cover: Cover, day: date) -> date:
    return max(day, cover.proposed.happened_on, cover.answered.happened_on if cover.answered else day)


def _cover(journey: Journey, cover_id: UUID) -> Cover:
    if cover := journey.deputies.covers.get(cover_id):
        return cover
    raise unknown_reference("cover", field="cover_id")


HANDLERS: CommandHandlers = {
    ProposeDeputy: handle_propose_deputy,
    AnswerDeputy: handle_answer_deputy,
    EndDeputy: handle_end_deputy,
}
