"""The events that change along with a corrected entry: those that take their date, role or name from it."""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import InvalidOperation
from domain.journey.corrections.references import references_of, subject_key
from domain.journey.corrections.subjects import SubjectKey
from domain.journey.events.answers import AnswerReceived, FollowUpFellDue, FollowUpPlanned, SilenceElapsed
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.consents import ConsentExpired, ConsentGiven
from domain.journey.events.evidence import (
    AppealRated,
    CriterionNamed,
    EvidenceEvent,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
)
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.market import MarketSignalNoted
from domain.journey.events.network import ContactAdded, EmployerNamed
from domain.journey.events.refusals import KeptOnFile, KeptOnFileExpired
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.sight import SightExpired, SightGranted

NumberedEvents = Mapping[int, JourneyEvent]
_ANSWER = AnswerReceived | SilenceElapsed | KeptOnFile


class Cascade(Struct, frozen=True):
    """What a correction changes besides its own entry: events corrected, retracted (by number) and added."""

    corrected: dict[int, JourneyEvent] = {}
    retracted: tuple[int, ...] = ()
    added: tuple[JourneyEvent, ...] = ()


def correction_cascade(
    events: NumberedEvents, number: int, new: JourneyEvent, produced: Sequence[JourneyEvent]
) -> Cascade:
    """Computes which other events change when an entry is corrected.

    `new` replaces the event of that number; `produced` holds every event that the restated command produces.
    """
    old = events[number]
    match old:
        case ExperimentPlanned() if isinstance(new, ExperimentPlanned):
            return _cascade_of_changes(
                events,
                {
                    **_names_dated_by_plan(events, number, new),
                    **_evidence_about_new_plan(events, old, new),
                    **_follow_ups_about_new_role(events, old, new),
                },
            )
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused():
            return _cascade_of_changes(
                events, _redated_evidence(events, number, old.experiment_id, new.happened_on)
            )
        case CheckInHeld():
            return _cascade_of_changes(
                events, _redated_evidence(events, number, old.check_in_id, new.happened_on)
            )
        case RoleDiscovered():
            return _cascade_of_changes(events, _redated_starting_appeal(events, old, new.happened_on))
        case AnswerReceived() | SilenceElapsed() | KeptOnFile() | MarketSignalNoted():
            restated = _restated_signals(
                events, signals_of_entry(events, number, old), _odds_signals(produced)
            )
            return replace(
                restated, retracted=(*restated.retracted, *_premature_clock_events(events, number, new))
            )
        case _:
            return Cascade(retracted=_premature_clock_events(events, number, new))


def _odds_signals(produced: Sequence[JourneyEvent]) -> list[OddsSignalHeard]:
    return [one for one in produced if isinstance(one, OddsSignalHeard)]


def _cascade_of_changes(events: NumberedEvents, after: Mapping[int, JourneyEvent]) -> Cascade:
    """The changed events as a cascade; evidence that would only repeat other evidence is retracted."""
    changed = {number: one for number, one in after.items() if one != events[number]}
    known = {
        one for number, one in events.items() if isinstance(one, EvidenceEvent) and number not in changed
    }
    duplicates = set[int]()
    for number, one in changed.items():
        if isinstance(one, EvidenceEvent) and one in known:
            duplicates.add(number)
        elif isinstance(one, EvidenceEvent):
            known.add(one)
    corrected = {number: one for number, one in changed.items() if number not in duplicates}
    return Cascade(corrected=corrected, retracted=tuple(sorted(duplicates)))


def _events_found_in(events: NumberedEvents, source_id: UUID) -> Iterator[tuple[int, JourneyEvent]]:
    """The evidence, criteria and roles that come from one step, check-in or market signal."""
    for number, event in events.items():
        if (
            isinstance(event, EvidenceEvent | CriterionNamed | RoleDiscovered)
            and event.source.id == source_id
        ):
            yield number, event


def _evidence_about_new_plan(
    events: NumberedEvents, old: ExperimentPlanned, new: ExperimentPlanned
) -> dict[int, JourneyEvent]:
    """A step's evidence, about the role that the plan names now and observed by the contact that it names now."""
    others: Container[UUID | None] = {
        one.experiment_id for one in events.values() if isinstance(one, ExperimentPlanned) and one.role_id
    } - {old.experiment_id}
    return {
        number: _about_new_plan(event, old, new)
        for number, event in events.items()
        if isinstance(event, EvidenceEvent) and _belongs_to_step(event, old.experiment_id, others)
    }


def _belongs_to_step(event: EvidenceEvent, step: UUID, others: Container[UUID | None]) -> bool:
    """Whether evidence has the role of a step: not what was heard in it about another step with a role of its own."""
    answer_to = event.answer_to if isinstance(event, OddsSignalHeard) else None
    return answer_to == step or (event.source.id == step and answer_to not in others)


def _follow_ups_about_new_role(
    events: NumberedEvents, old: ExperimentPlanned, new: ExperimentPlanned
) -> dict[int, JourneyEvent]:
    """The follow-ups of a step that named its role, and their evidence, about the role that the plan names now."""
    changed: dict[int, JourneyEvent] = {}
    followed = {old.experiment_id}
    for number, event in events.items():
        if (
            isinstance(event, ExperimentPlanned)
            and event.kind == "follow_up"
            and event.refers_to in followed
            and event.role_id in (None, old.role_id)
        ):
            followed.add(event.experiment_id)
            if event.role_id and new.role_id:
                renamed = replace(event, role_id=new.role_id)
                changed |= {number: renamed, **_evidence_about_new_plan(events, event, renamed)}
    return changed


def _about_new_plan(event: JourneyEvent, old: ExperimentPlanned, new: ExperimentPlanned) -> JourneyEvent:
    match event:
        case GapFound() if event.role_id == old.role_id:
            return replace(event, role_id=new.role_id)
        case AppealRated() | OddsSignalHeard() if event.role_id == old.role_id:
            if new.role_id is None:
                raise InvalidOperation(
                    "What was learned in this step belongs to its role.",
                    field="restated/role_id",
                    allowed="a role, or withdraw what was learned first",
                )
            return replace(event, role_id=new.role_id)
        case StrengthObserved(witness="contact"):
            return replace(event, contact_id=new.meeting.contact_id if new.meeting else None)
        case _:
            return event


def _names_dated_by_plan(
    events: NumberedEvents, number: int, new: ExperimentPlanned
) -> dict[int, JourneyEvent]:
    """The contacts, employers and roles that the plan named first, on the new date of the plan."""
    old = events[number]
    used = references_of(old).uses
    return {
        n: replace(event, happened_on=new.happened_on)
        for n, event in events.items()
        if isinstance(event, ContactAdded | EmployerNamed | RoleDiscovered)
        and event.happened_on == old.happened_on
        and subject_key(event) in used
        and (isinstance(event, EmployerNamed) or event.source.id == new.experiment_id)
    }


def _redated_evidence(
    events: NumberedEvents, number: int, source_id: UUID, day: date
) -> dict[int, JourneyEvent]:
    """The evidence of a step or check-in, on its new date. Signals of a later answer and names from the plan keep theirs."""
    old = events[number].happened_on
    planned_subjects = _subjects_used_by_plan(events, source_id)
    return {
        n: replace(event, happened_on=day)
        for n, event in _events_found_in(events, source_id)
        if event.happened_on == old
        and not (isinstance(event, OddsSignalHeard) and event.answer_to)
        and subject_key(event) not in planned_subjects
        and (n > number or not isinstance(event, RoleDiscovered))
    }


def _subjects_used_by_plan(events: NumberedEvents, source_id: UUID) -> frozenset[SubjectKey]:
    for event in events.values():
        if isinstance(event, ExperimentPlanned) and event.experiment_id == source_id:
            return references_of(event).uses
    return frozenset()


def _redated_starting_appeal(
    events: NumberedEvents, old: RoleDiscovered, day: date
) -> dict[int, JourneyEvent]:
    """The starting appeal of a role, on the new date of its discovery."""
    return {
        number: replace(event, happened_on=day)
        for number, event in events.items()
        if isinstance(event, AppealRated) and event.source.id is None
        if (event.role_id, event.happened_on) == (old.role_id, old.happened_on)
    }


def signals_of_entry(events: NumberedEvents, number: int, old: JourneyEvent) -> dict[int, OddsSignalHeard]:
    """The signals that were recorded with an answer, a silence, papers on file or a market signal."""
    if isinstance(old, MarketSignalNoted):
        return {
            n: one for n, one in _events_found_in(events, old.signal_id) if isinstance(one, OddsSignalHeard)
        }
    if not isinstance(old, AnswerReceived | SilenceElapsed | KeptOnFile):
        return {}
    others = _signals_of_other_answers(events, number, old)
    answers = {(one.experiment_id, one.happened_on) for one in events.values() if isinstance(one, _ANSWER)}
    return {
        n: one
        for n, one in events.items()
        if isinstance(one, OddsSignalHeard)
        and (old.experiment_id, old.happened_on) == _answered_with(one, answers)
        and n not in others
    }


def _answered_with(
    signal: OddsSignalHeard, answers: Container[tuple[UUID | None, date]]
) -> tuple[UUID | None, date] | None:
    """The step and day of the answer that a signal came with: told again in the step in which it was heard, if in none of its own."""
    if signal.answer_to is None or (signal.answer_to, signal.happened_on) in answers:
        return signal.answer_to, signal.happened_on
    return signal.source.id, signal.happened_on


def _signals_of_other_answers(
    events: NumberedEvents, number: int, old: AnswerReceived | SilenceElapsed | KeptOnFile
) -> set[int]:
    """The signals of the same day that belong to another answer: those that directly follow it."""
    theirs, answers = set[int](), set[int]()
    for n, event in events.items():
        if isinstance(event, AnswerReceived | SilenceElapsed | KeptOnFile):
            if n != number and (event.experiment_id, event.happened_on) == (
                old.experiment_id,
                old.happened_on,
            ):
                answers.add(n)
        elif isinstance(event, OddsSignalHeard) and (n - 1 in answers or n - 1 in theirs):
            theirs.add(n)
    return theirs


def _restated_signals(
    events: NumberedEvents, recorded: Mapping[int, OddsSignalHeard], signals: Sequence[OddsSignalHeard]
) -> Cascade:
    """The signals of an entry, corrected one by one into those of the restated command; retracts or adds the difference."""
    number_by_signal = {(one.signal, one.source): number for number, one in recorded.items()}
    corrected: dict[int, JourneyEvent] = {}
    missing: list[OddsSignalHeard] = []
    for one in signals:
        number = number_by_signal.pop((one.signal, one.source), None)
        if number is None:
            missing.append(one)
        else:
            corrected[number] = one
    spare = sorted(set(recorded) - corrected.keys())
    corrected.update(zip(spare, missing, strict=False))
    changed = _cascade_of_changes(events, corrected)
    return Cascade(
        corrected=changed.corrected,
        retracted=(*changed.retracted, *spare[len(missing) :]),
        added=tuple(one for one in missing[len(spare) :] if one not in events.values()),
    )


def _premature_clock_events(events: NumberedEvents, number: int, new: JourneyEvent) -> tuple[int, ...]:
    """The event that the clock recorded on a date that is too early now, if any; the clock will record it again."""
    by_clock: JourneyEvent
    match new:
        case FollowUpPlanned():
            by_clock, until = FollowUpFellDue(happened_on=new.due, follow_up_id=new.follow_up_id), new.due
        case KeptOnFile():
            by_clock, until = (
                KeptOnFileExpired(happened_on=new.until, experiment_id=new.experiment_id),
                new.until,
            )
        case SightGranted(until=date() as until):
            by_clock = SightExpired(happened_on=until, reader_id=new.reader_id)
        case ConsentGiven(until=date() as until):
            by_clock = ConsentExpired(happened_on=until, consent_id=new.consent_id)
        case _:
            return ()
    due_on_that_day = isinstance(new, FollowUpPlanned)
    return tuple(
        n
        for n, event in events.items()
        if n > number
        and replace(by_clock, happened_on=event.happened_on) == event
        and (event.happened_on < until or (event.happened_on == until and not due_on_that_day))
    )[:1]
