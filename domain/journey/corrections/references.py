"""References between events: the subjects that each event creates, is part of, and uses.

An event cannot be without what it is part of: when an experiment is retracted, its evidence and its answers go with it.
What an event uses cannot be taken away while it stands: a role with experiments about it cannot be retracted.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import get_args
from uuid import UUID

from msgspec import Struct

from domain.journey.corrections.subjects import SubjectKey, subject_keys
from domain.journey.events import allies as al
from domain.journey.events import answers as an
from domain.journey.events import evidence as ev
from domain.journey.events import experiments as ex
from domain.journey.events import pitches as pi
from domain.journey.events import refusals as rf
from domain.journey.events import roles as ro
from domain.journey.events import stories, vision
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.counted_answers import exclusive_signal
from domain.journey.events.endings import AfterCarePlanned, EndingRecorded
from domain.journey.events.insights import InsightNamed
from domain.journey.events.market import LeadNoted
from domain.journey.events.network import ContactAdded
from domain.journey.events.opinions import RoleScored
from domain.journey.events.skills import SkillJudged
from domain.vocabulary import AnswerSignal, OddsSignal

ENDING: SubjectKey = "ending", None
"""The ending of the journey: a date for aftercare that was set after it goes with it."""
_ANSWERS = frozenset[OddsSignal](get_args(AnswerSignal))


class References(Struct, frozen=True, kw_only=True):
    """The subjects that one event creates, is part of, and uses."""

    creates: frozenset[SubjectKey]
    part_of: frozenset[SubjectKey]
    uses: frozenset[SubjectKey]
    comes_with: SubjectKey | None
    """The subject it was recorded along with, which it may outlive."""


def references_of(event: JourneyEvent) -> References:
    """The references of an event."""
    creates = frozenset(
        (*subject_keys(event, event.creates), *_created_answers(event), *_created_qualities(event))
    )
    return References(
        creates=creates,
        part_of=frozenset((*subject_keys(event, event.part_of), *_evidence_parents(event))),
        uses=frozenset(_uses(event)),
        comes_with=_comes_with(event),
    )


def parents_among(
    event: JourneyEvent, references: References, known: AbstractSet[SubjectKey]
) -> frozenset[SubjectKey]:
    """What an event is part of, of the subjects that are known."""
    parents = references.part_of & known
    if not isinstance(event, ev.OddsSignalHeard) or any(noun == "answer" for noun, _ in parents):
        return parents
    # Heard along with an answer that was told again in another step.
    again: SubjectKey = "answer", (event.source.id, event.happened_on, None)
    return parents | {again} if event.answer_to and again in known else parents


def subject_key(event: JourneyEvent) -> SubjectKey | None:
    """The subject that an event creates, or None; a correction cannot change it."""
    return next(subject_keys(event, event.creates), None)


def _created_answers(event: JourneyEvent) -> Iterator[SubjectKey]:
    """An answer is the parent of its day's signals; a refusal or an offer is also the parent of what follows it."""
    if isinstance(event, (an.AnswerReceived, an.SilenceElapsed, rf.KeptOnFile)):
        yield "answer", (event.experiment_id, event.happened_on, None)
        yield "answer", (event.experiment_id, event.happened_on, exclusive_signal(event))
    if isinstance(event, an.AnswerReceived) and event.answer in an.REFUSAL_ANSWERS:
        yield "refused", event.experiment_id
    if isinstance(event, an.AnswerReceived) and event.answer == "offer":
        yield "offered", event.experiment_id
    if isinstance(event, EndingRecorded):
        yield ENDING


def _created_qualities(event: JourneyEvent) -> Iterator[SubjectKey]:
    if isinstance(event, (vision.DreamDecoded, vision.IdealSketched)):
        for one in event.qualities:
            yield "quality", one.quality_id


def _evidence_parents(event: JourneyEvent) -> Iterator[SubjectKey]:
    """Evidence is part of where it was found, or of its role when it was found nowhere."""
    match event:
        case (
            ev.AppealRated()
            | ev.OddsSignalHeard()
            | ev.GapFound()
            | ev.StrengthObserved()
            | ev.TradeoffMade()
        ):
            if found_in := _found_in(event.source):
                yield found_in
            elif isinstance(event, (ev.AppealRated, ev.OddsSignalHeard, ev.GapFound)) and event.role_id:
                yield "role", event.role_id
            if isinstance(event, ev.OddsSignalHeard) and event.answer_to:
                yield "answer", (event.answer_to, event.happened_on, _signal_if_answer(event.signal))
        case AfterCarePlanned():
            yield ENDING
        case InsightNamed():
            if found_in := _found_in(event.source):
                yield found_in
        case an.AnswerReceived() | an.SilenceElapsed():
            if event.heard_in:
                yield "happened", event.heard_in
        case _:
            pass


def _signal_if_answer(signal: OddsSignal) -> OddsSignal | None:
    """A signal that is an answer is part of that answer; any other (None) is part of any answer of its day."""
    return signal if signal in _ANSWERS else None


def _found_in(source: ev.Source) -> SubjectKey | None:
    match source.kind:
        case "experiment":
            return "happened", source.id
        case "check_in":
            return "check_in", source.id
        case "market":
            return "signal", source.id
        case _:
            return None


def _comes_with(event: JourneyEvent) -> SubjectKey | None:
    match event:
        case ContactAdded():
            return ("experiment", event.source.id) if event.source.id else None
        case ro.RoleDiscovered() if event.source.kind == "experiment":
            # Named in the plan or heard of in the step: the experiment outlives a retracted outcome.
            return "experiment", event.source.id
        case ro.RoleDiscovered() | ev.CriterionNamed():
            return _found_in(event.source)
        case _:
            return None


def _uses(event: JourneyEvent) -> Iterator[SubjectKey]:
    match event:
        case ex.ExperimentPlanned():
            yield from _key_if_any("role", event.role_id)
            yield from _key_if_any("contact", event.meeting.contact_id if event.meeting else None)
            yield from _key_if_any("employer", event.employer_id)
            yield from _key_if_any("experiment", event.refers_to)
        case ev.AppealRated() | ev.OddsSignalHeard() | ev.GapFound() if event.source.id:
            yield from _key_if_any("role", event.role_id)
        case ev.TradeoffMade():
            yield "criterion", event.winner
            yield "criterion", event.loser
        case ev.StrengthObserved():
            yield from _key_if_any("contact", event.contact_id)
        case stories.StoryRecorded():
            for strength_id in event.strength_ids:
                yield "strength", strength_id
        case SkillJudged() if event.evidence and event.evidence.kind != "own_work":
            # Her own work may be withdrawn under it, as the role for which it was said.
            shown_by = event.evidence
            yield ("asked" if shown_by.kind == "feedback" else shown_by.kind), shown_by.id
        case RoleScored():
            for one in event.scores:
                yield "criterion", one.criterion_id
        case ro.RoleBlocked():
            yield from _key_if_any("condition", event.condition_id)
        case ContactAdded():
            yield from _key_if_any("employer", event.employer_id)
            yield from _key_if_any("contact", event.introduced_by)
        case LeadNoted():
            yield from _key_if_any("role", event.role_id)
            yield from _key_if_any("contact", event.contact_id)
            yield from _key_if_any("employer", event.employer_id)
        case al.AllyInvited():
            yield "contact", event.contact_id
        case al.IntroductionMade():
            yield "contact", event.contact_id
            yield from _key_if_any("contact", event.to_contact_id)
        case pi.PitchRevised():
            yield from _key_if_any("pitch", event.follows)
        case pi.ApplicationSent() | pi.PitchTried():
            yield from _key_if_any("pitch", event.pitch_id)
        case _:
            pass


def _key_if_any(noun: str, key: UUID | None) -> Iterator[SubjectKey]:
    if key:
        yield noun, key
