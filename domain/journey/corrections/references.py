"""How facts hang together: what each brings into the journey, what it is a part of, what it only uses.

What a fact is part of cannot be missed: when an experiment is retracted, its evidence and its answers go with it. What it
uses stays needed: a role with experiments about it cannot be taken away.
"""

from collections.abc import Iterator
from typing import get_args
from uuid import UUID

from msgspec import Struct

from domain.journey.corrections.subjects import CREATED_SUBJECTS, PARENT_SUBJECTS, SubjectKey, subject_keys
from domain.journey.events import allies as al
from domain.journey.events import answers as an
from domain.journey.events import evidence as ev
from domain.journey.events import experiments as ex
from domain.journey.events import pitches as pi
from domain.journey.events import refusals as rf
from domain.journey.events import roles as ro
from domain.journey.events import stories, vision
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.contacts import ContactAdded
from domain.journey.events.insights import InsightNamed
from domain.journey.events.market import LeadNoted
from domain.journey.events.opinions import RoleScored
from domain.vocabulary import AnswerSignal, OddsSignal

_ANSWERS = frozenset[OddsSignal](get_args(AnswerSignal))


class References(Struct, frozen=True, kw_only=True):
    """How one fact hangs together with others."""

    brings: frozenset[SubjectKey]
    part_of: frozenset[SubjectKey]
    uses: frozenset[SubjectKey]
    brought_by: SubjectKey | None
    """What it came along with, which it may outlive."""


def references_of(event: JourneyEvent) -> References:
    """How a fact hangs together with others."""
    brings = frozenset((*subject_keys(event, CREATED_SUBJECTS), *_answers(event), *_qualities(event)))
    return References(
        brings=brings,
        part_of=frozenset((*subject_keys(event, PARENT_SUBJECTS), *_sources(event))),
        uses=frozenset(_uses(event)),
        brought_by=_brought_by(event),
    )


def subject_key(event: JourneyEvent) -> SubjectKey | None:
    """The id a fact stands for; a correction cannot change it."""
    return next(subject_keys(event, CREATED_SUBJECTS), None)


def _answers(event: JourneyEvent) -> Iterator[SubjectKey]:
    """An answer brings the signals of its day, above all its own; a refusal what follows on a refusal."""
    if isinstance(event, (an.AnswerReceived, an.SilenceElapsed, rf.KeptOnFile)):
        yield "answer", (event.experiment_id, event.happened_on, None)
        yield "answer", (event.experiment_id, event.happened_on, exclusive_signal(event))
    if isinstance(event, an.AnswerReceived) and event.answer in an.REFUSAL_ANSWERS:
        yield "refused", event.experiment_id


def exclusive_signal(event: an.AnswerReceived | an.SilenceElapsed | rf.KeptOnFile) -> OddsSignal | None:
    """The signal that only this answer can have brought; None where none is its alone."""
    if not isinstance(event, an.AnswerReceived):
        return "no_answer_28d" if isinstance(event, an.SilenceElapsed) else None
    answer = event.answer
    if answer == "rejected_after_interview":
        return "rejected_close" if event.close else "rejected_not_close"
    return None if answer == "second_round" else answer


def _qualities(event: JourneyEvent) -> Iterator[SubjectKey]:
    if isinstance(event, (vision.DreamDecoded, vision.IdealSketched)):
        for one in event.qualities:
            yield "quality", one.quality_id


def _sources(event: JourneyEvent) -> Iterator[SubjectKey]:
    """Evidence is part of where it was found; what was found nowhere is part of its role."""
    match event:
        case (
            ev.AppealRated()
            | ev.OddsSignalHeard()
            | ev.GapFound()
            | ev.StrengthObserved()
            | ev.TradeoffMade()
        ):
            found = _place(event.source)
            if found:
                yield found
            elif isinstance(event, (ev.AppealRated, ev.OddsSignalHeard, ev.GapFound)) and event.role_id:
                yield "role", event.role_id
            if isinstance(event, ev.OddsSignalHeard) and event.answer_to:
                yield "answer", (event.answer_to, event.happened_on, _told_alone(event.signal))
        case InsightNamed():
            if found := _place(event.source):
                yield found
        case an.AnswerReceived() | an.SilenceElapsed():
            if event.heard_in:
                yield "happened", event.heard_in
        case _:
            pass


def _told_alone(signal: OddsSignal) -> OddsSignal | None:
    """A signal that is an answer belongs to that answer; what was heard along with it, to any of the day."""
    return signal if signal in _ANSWERS else None


def _place(source: ev.Source) -> SubjectKey | None:
    match source.kind:
        case "experiment":
            return "happened", source.id
        case "check_in":
            return "check_in", source.id
        case "market":
            return "signal", source.id
        case _:
            return None


def _brought_by(event: JourneyEvent) -> SubjectKey | None:
    match event:
        case ContactAdded():
            return ("experiment", event.source.id) if event.source.id else None
        case ro.RoleDiscovered() if event.source.kind == "experiment":
            # Named with the plan already, or heard of in the step: either way it is the experiment's.
            return "experiment", event.source.id
        case ro.RoleDiscovered() | ev.CriterionNamed():
            return _place(event.source)
        case _:
            return None


def _uses(event: JourneyEvent) -> Iterator[SubjectKey]:
    match event:
        case ex.ExperimentPlanned():
            yield from _if_any("role", event.role_id)
            yield from _if_any("contact", event.meeting.contact_id if event.meeting else None)
            yield from _if_any("employer", event.employer_id)
            yield from _if_any("experiment", event.refers_to)
        case ev.AppealRated() | ev.OddsSignalHeard() | ev.GapFound() if event.source.id:
            yield from _if_any("role", event.role_id)
        case ev.TradeoffMade():
            yield "criterion", event.winner
            yield "criterion", event.loser
        case ev.StrengthObserved():
            yield from _if_any("contact", event.contact_id)
        case stories.StoryRecorded():
            for strength_id in event.strength_ids:
                yield "strength", strength_id
        case RoleScored():
            for one in event.scores:
                yield "criterion", one.criterion_id
        case ro.RoleBlocked():
            yield from _if_any("condition", event.condition_id)
        case ContactAdded():
            yield from _if_any("employer", event.employer_id)
        case LeadNoted():
            yield from _if_any("role", event.role_id)
            yield from _if_any("contact", event.contact_id)
            yield from _if_any("employer", event.employer_id)
        case al.AllyInvited():
            yield "contact", event.contact_id
        case al.IntroductionMade():
            yield "contact", event.contact_id
            yield from _if_any("contact", event.to_contact_id)
        case pi.PitchRevised():
            yield from _if_any("pitch", event.follows)
        case pi.ApplicationSent() | pi.PitchTried():
            yield from _if_any("pitch", event.pitch_id)
        case _:
            pass


def _if_any(noun: str, key: UUID | None) -> Iterator[SubjectKey]:
    if key:
        yield noun, key
