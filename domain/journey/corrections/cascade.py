"""What follows when an entry is corrected: what was dated or named by it says now what it would have said."""

from collections.abc import Iterator, Mapping, Sequence
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
from domain.journey.events.contacts import ContactAdded, EmployerNamed
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
from domain.journey.events.refusals import KeptOnFile, KeptOnFileExpired
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.sight import SightExpired, SightGranted

NumberedEvents = Mapping[int, JourneyEvent]


class Cascade(Struct, frozen=True):
    """What a correction changes besides its own entry."""

    corrected: dict[int, JourneyEvent] = {}
    retracted: tuple[int, ...] = ()
    added: tuple[JourneyEvent, ...] = ()


def correction_cascade(
    events: NumberedEvents, number: int, new: JourneyEvent, meant: Sequence[JourneyEvent]
) -> Cascade:
    """What follows when an entry says something new, `meant` being all that its command means now."""
    old = events[number]
    match old:
        case ExperimentPlanned() if isinstance(new, ExperimentPlanned):
            return _changed(events, {**_named_along(events, number, new), **_renamed(events, old, new)})
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused():
            return _changed(events, _moved(events, number, old.experiment_id, new.happened_on))
        case CheckInHeld():
            return _changed(events, _moved(events, number, old.check_in_id, new.happened_on))
        case RoleDiscovered():
            return _changed(events, _imagined(events, old, new.happened_on))
        case AnswerReceived() | SilenceElapsed() | KeptOnFile() | MarketSignalNoted():
            paired = _paired(events, _heard_with(events, number, old), _signals(meant))
            return replace(paired, retracted=(*paired.retracted, *_lapsed(events, number, new)))
        case _:
            return Cascade(retracted=_lapsed(events, number, new))


def _signals(meant: Sequence[JourneyEvent]) -> list[OddsSignalHeard]:
    return [one for one in meant if isinstance(one, OddsSignalHeard)]


def _changed(events: NumberedEvents, after: Mapping[int, JourneyEvent]) -> Cascade:
    """Facts that became others; one that would only repeat what is known is taken back."""
    changed = {number: one for number, one in after.items() if one != events[number]}
    known = {
        one for number, one in events.items() if isinstance(one, EvidenceEvent) and number not in changed
    }
    double = set[int]()
    for number, one in changed.items():
        if isinstance(one, EvidenceEvent) and one in known:
            double.add(number)
        elif isinstance(one, EvidenceEvent):
            known.add(one)
    kept = {number: one for number, one in changed.items() if number not in double}
    return Cascade(corrected=kept, retracted=tuple(sorted(double)))


def _found_in(events: NumberedEvents, place: UUID) -> Iterator[tuple[int, JourneyEvent]]:
    """What was found in a step or check-in, and what it named."""
    for number, event in events.items():
        if isinstance(event, EvidenceEvent | CriterionNamed | RoleDiscovered) and event.source.id == place:
            yield number, event


def _renamed(
    events: NumberedEvents, old: ExperimentPlanned, new: ExperimentPlanned
) -> dict[int, JourneyEvent]:
    """Evidence about the step's role is about the role it really had; a strength was seen by who was really there."""
    step = old.experiment_id
    return {
        number: _about(event, old, new)
        for number, event in events.items()
        if (isinstance(event, EvidenceEvent) and event.source.id == step)
        or (isinstance(event, OddsSignalHeard) and event.answer_to == step)
    }


def _about(event: JourneyEvent, old: ExperimentPlanned, new: ExperimentPlanned) -> JourneyEvent:
    match event:
        case GapFound() if event.role_id == old.role_id:
            return replace(event, role_id=new.role_id)
        case AppealRated() | OddsSignalHeard() if event.role_id == old.role_id:
            if new.role_id is None:
                raise InvalidOperation(
                    "What was learned in this step is about its role.",
                    field="restated/role_id",
                    allowed="a role, or take back what was learned first",
                )
            return replace(event, role_id=new.role_id)
        case StrengthObserved(witness="contact"):
            return replace(event, contact_id=new.meeting.contact_id if new.meeting else None)
        case _:
            return event


def _named_along(events: NumberedEvents, number: int, new: ExperimentPlanned) -> dict[int, JourneyEvent]:
    """Whom and what the plan named for the first time is dated by the plan."""
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


def _moved(events: NumberedEvents, number: int, place: UUID, day: date) -> dict[int, JourneyEvent]:
    """Evidence carries the day of its step or check-in; the signals of a later answer, and what a plan named, keep theirs."""
    old = events[number].happened_on
    planned = _used_by_plan(events, place)
    return {
        n: replace(event, happened_on=day)
        for n, event in _found_in(events, place)
        if event.happened_on == old
        and not (isinstance(event, OddsSignalHeard) and event.answer_to)
        and subject_key(event) not in planned
        and (n > number or not isinstance(event, RoleDiscovered))
    }


def _used_by_plan(events: NumberedEvents, place: UUID) -> frozenset[SubjectKey]:
    for event in events.values():
        if isinstance(event, ExperimentPlanned) and event.experiment_id == place:
            return references_of(event).uses
    return frozenset()


def _imagined(events: NumberedEvents, old: RoleDiscovered, day: date) -> dict[int, JourneyEvent]:
    """A starting appeal is dated by the discovery."""
    return {
        number: replace(event, happened_on=day)
        for number, event in events.items()
        if isinstance(event, AppealRated) and event.source.id is None
        if (event.role_id, event.happened_on) == (old.role_id, old.happened_on)
    }


def _heard_with(events: NumberedEvents, number: int, old: JourneyEvent) -> dict[int, OddsSignalHeard]:
    """The signals an entry brought along."""
    if isinstance(old, MarketSignalNoted):
        return {n: one for n, one in _found_in(events, old.signal_id) if isinstance(one, OddsSignalHeard)}
    if not isinstance(old, AnswerReceived | SilenceElapsed | KeptOnFile):
        return {}
    others = _of_other_answers(events, number, old)
    return {
        n: one
        for n, one in events.items()
        if isinstance(one, OddsSignalHeard)
        and (one.answer_to, one.happened_on) == (old.experiment_id, old.happened_on)
        and n not in others
    }


def _of_other_answers(
    events: NumberedEvents, number: int, old: AnswerReceived | SilenceElapsed | KeptOnFile
) -> set[int]:
    """Signals of the same day that came with another answer: those told right after it."""
    theirs, answers = set[int](), set[int]()
    for n, event in events.items():
        if isinstance(event, AnswerReceived | SilenceElapsed | KeptOnFile):
            if n != number and (event.experiment_id, event.happened_on) == (
                old.experiment_id,
                old.happened_on,
            ):
                answers.add(n)
        elif isinstance(event, OddsSignalHeard) and n - 1 in answers | theirs:
            theirs.add(n)
    return theirs


def _paired(
    events: NumberedEvents, heard: Mapping[int, OddsSignalHeard], signals: Sequence[OddsSignalHeard]
) -> Cascade:
    """The signals that came along, restated one by one; too many are taken back, missing ones added."""
    same = {(one.signal, one.source): number for number, one in heard.items()}
    corrected: dict[int, JourneyEvent] = {}
    missing: list[OddsSignalHeard] = []
    for one in signals:
        number = same.pop((one.signal, one.source), None)
        if number is None:
            missing.append(one)
        else:
            corrected[number] = one
    spare = sorted(set(heard) - corrected.keys())
    corrected.update(zip(spare, missing, strict=False))
    changed = _changed(events, corrected)
    return Cascade(
        corrected=changed.corrected,
        retracted=(*changed.retracted, *spare[len(missing) :]),
        added=tuple(one for one in missing[len(spare) :] if one not in events.values()),
    )


def _lapsed(events: NumberedEvents, number: int, new: JourneyEvent) -> tuple[int, ...]:
    """What the clock noted of a day that lies later now; it notes that day when it comes."""
    noted: JourneyEvent
    match new:
        case FollowUpPlanned():
            noted, until = FollowUpFellDue(happened_on=new.due, follow_up_id=new.follow_up_id), new.due
        case KeptOnFile():
            noted, until = (
                KeptOnFileExpired(happened_on=new.until, experiment_id=new.experiment_id),
                new.until,
            )
        case SightGranted(until=date() as until):
            noted = SightExpired(happened_on=until, reader_id=new.reader_id)
        case ConsentGiven(until=date() as until):
            noted = ConsentExpired(happened_on=until, consent_id=new.consent_id)
        case _:
            return ()
    first = isinstance(new, FollowUpPlanned)
    return tuple(
        n
        for n, event in events.items()
        if n > number
        and replace(noted, happened_on=event.happened_on) == event
        and (event.happened_on < until or (event.happened_on == until and not first))
    )[:1]
