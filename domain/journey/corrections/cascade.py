"""The events that change along with a corrected entry: those that take their date, role or name from it."""

from collections.abc import Container, Sequence
from datetime import date, timedelta
from uuid import UUID

from msgspec.structs import replace

from domain.errors import InvalidOperation
from domain.journey.corrections.corrected_entry import (
    Cascade,
    ClockEvent,
    CorrectedEntry,
    NumberedEvents,
    cascade_of_changes,
    events_found_in,
)
from domain.journey.corrections.references import references_of, subject_key
from domain.journey.corrections.restated_signals import restated_signals, signals_of_entry
from domain.journey.corrections.subjects import SubjectKey
from domain.journey.events.answers import AnswerReceived, FollowUpFellDue, FollowUpPlanned, SilenceElapsed
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.consents import ConsentExpired, ConsentGiven
from domain.journey.events.evidence import (
    AppealRated,
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


def correction_cascade(entry: CorrectedEntry, new: JourneyEvent, produced: Sequence[JourneyEvent]) -> Cascade:
    """Computes which other events change when an entry is corrected.

    `new` replaces the event of that number; `produced` holds every event that the restated command produces.
    """
    events, number = entry.events, entry.number
    old = events[number]
    match old:
        case ExperimentPlanned() if isinstance(new, ExperimentPlanned):
            return cascade_of_changes(
                events,
                {
                    **_names_dated_by_plan(entry, new),
                    **_evidence_about_new_plan(events, old, new),
                    **_follow_ups_about_new_role(events, old, new),
                },
            )
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused():
            return cascade_of_changes(events, _redated_evidence(entry, old.experiment_id, new.happened_on))
        case CheckInHeld():
            return cascade_of_changes(events, _redated_evidence(entry, old.check_in_id, new.happened_on))
        case RoleDiscovered():
            return cascade_of_changes(events, _redated_starting_appeal(entry, old, new.happened_on))
        case AnswerReceived() | SilenceElapsed() | KeptOnFile() | MarketSignalNoted():
            signals = restated_signals(
                events,
                signals_of_entry(events, number, old),
                [one for one in produced if isinstance(one, OddsSignalHeard)],
            )
            by_clock = _clock_events(entry, new)
            return replace(
                signals,
                retracted=(*signals.retracted, *by_clock.retracted),
                added=(*signals.added, *by_clock.added),
            )
        case _:
            return _clock_events(entry, new)


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


def _names_dated_by_plan(entry: CorrectedEntry, new: ExperimentPlanned) -> dict[int, JourneyEvent]:
    """The contacts, employers and roles that the plan named first, on the new date of the plan."""
    used = references_of(entry.events[entry.number]).uses
    return {
        n: replace(event, happened_on=new.happened_on)
        for n, event in entry.events.items()
        if isinstance(event, ContactAdded | EmployerNamed | RoleDiscovered)
        and entry.dates(n, new.happened_on)
        and subject_key(event) in used
        and (isinstance(event, EmployerNamed) or event.source.id == new.experiment_id)
    }


def _redated_evidence(entry: CorrectedEntry, source_id: UUID, day: date) -> dict[int, JourneyEvent]:
    """The evidence of a step or check-in, on its new date. Signals of a later answer and names from the plan keep theirs."""
    planned_subjects = _subjects_used_by_plan(entry.events, source_id)
    return {
        n: replace(event, happened_on=day)
        for n, event in events_found_in(entry.events, source_id)
        if entry.dates(n, day)
        and not (isinstance(event, OddsSignalHeard) and event.answer_to)
        and subject_key(event) not in planned_subjects
        and (n > entry.number or not isinstance(event, RoleDiscovered))
    }


def _subjects_used_by_plan(events: NumberedEvents, source_id: UUID) -> frozenset[SubjectKey]:
    for event in events.values():
        if isinstance(event, ExperimentPlanned) and event.experiment_id == source_id:
            return references_of(event).uses
    return frozenset()


def _redated_starting_appeal(
    entry: CorrectedEntry, old: RoleDiscovered, day: date
) -> dict[int, JourneyEvent]:
    """The starting appeal of a role, on the new date of its discovery."""
    return {
        number: replace(event, happened_on=day)
        for number, event in entry.events.items()
        if isinstance(event, AppealRated) and event.source.id is None
        if event.role_id == old.role_id and entry.dates(number, day)
    }


def _clock_events(entry: CorrectedEntry, new: JourneyEvent) -> Cascade:
    """What the clock recorded on a date that is too early now is withdrawn; what was, and is not any more, comes back.

    What is missing then the clock records again.
    """
    match new:
        case FollowUpPlanned():
            by_clock: ClockEvent = FollowUpFellDue(happened_on=new.due, follow_up_id=new.follow_up_id)
        case KeptOnFile():
            by_clock = KeptOnFileExpired(happened_on=new.until, experiment_id=new.experiment_id)
        case SightGranted(until=date() as until):
            by_clock = SightExpired(happened_on=until, reader_id=new.reader_id)
        case ConsentGiven(until=date() as until):
            by_clock = ConsentExpired(happened_on=until, consent_id=new.consent_id)
        case _:
            return Cascade()
    # A follow-up falls due on its day; all else ends on the day after its last.
    first = by_clock.happened_on + timedelta(days=not isinstance(by_clock, FollowUpFellDue))

    def is_it(event: JourneyEvent) -> bool:
        return replace(by_clock, happened_on=event.happened_on) == event

    recorded = [n for n, event in entry.events.items() if n > entry.number and is_it(event)]
    if recorded:
        early = [n for n in recorded if entry.events[n].happened_on < first]
        return Cascade(retracted=tuple(early[:1]))
    back = (one for one in entry.withdrawn if is_it(one) and one.happened_on >= first)
    return Cascade(added=tuple(back)[-1:])
