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


def references_of(fact: JourneyEvent) -> References:
    """How a fact hangs together with others."""
    brings = frozenset((*subject_keys(fact, CREATED_SUBJECTS), *_answers(fact), *_qualities(fact)))
    return References(
        brings=brings,
        part_of=frozenset((*subject_keys(fact, PARENT_SUBJECTS), *_sources(fact))),
        uses=frozenset(_uses(fact)),
        brought_by=_brought_by(fact),
    )


def subject_key(fact: JourneyEvent) -> SubjectKey | None:
    """The id a fact stands for; a correction cannot change it."""
    return next(subject_keys(fact, CREATED_SUBJECTS), None)


def _answers(fact: JourneyEvent) -> Iterator[SubjectKey]:
    """An answer brings the signals of its day, above all its own; a refusal what follows on a refusal."""
    if isinstance(fact, (an.AnswerReceived, an.SilenceElapsed, rf.KeptOnFile)):
        yield "answer", (fact.experiment_id, fact.happened_on, None)
        yield "answer", (fact.experiment_id, fact.happened_on, exclusive_signal(fact))
    if isinstance(fact, an.AnswerReceived) and fact.answer in an.REFUSAL_ANSWERS:
        yield "refused", fact.experiment_id


def exclusive_signal(fact: an.AnswerReceived | an.SilenceElapsed | rf.KeptOnFile) -> OddsSignal | None:
    """The signal that only this answer can have brought; None where none is its alone."""
    if not isinstance(fact, an.AnswerReceived):
        return "no_answer_28d" if isinstance(fact, an.SilenceElapsed) else None
    answer = fact.answer
    if answer == "rejected_after_interview":
        return "rejected_close" if fact.close else "rejected_not_close"
    return None if answer == "second_round" else answer


def _qualities(fact: JourneyEvent) -> Iterator[SubjectKey]:
    if isinstance(fact, (vision.DreamDecoded, vision.IdealSketched)):
        for one in fact.qualities:
            yield "quality", one.quality_id


def _sources(fact: JourneyEvent) -> Iterator[SubjectKey]:
    """Evidence is part of where it was found; what was found nowhere is part of its role."""
    match fact:
        case (
            ev.AppealRated()
            | ev.OddsSignalHeard()
            | ev.GapFound()
            | ev.StrengthObserved()
            | ev.TradeoffMade()
        ):
            found = _place(fact.source)
            if found:
                yield found
            elif isinstance(fact, (ev.AppealRated, ev.OddsSignalHeard, ev.GapFound)) and fact.role_id:
                yield "role", fact.role_id
            if isinstance(fact, ev.OddsSignalHeard) and fact.answer_to:
                yield "answer", (fact.answer_to, fact.happened_on, _told_alone(fact.signal))
        case InsightNamed():
            if found := _place(fact.source):
                yield found
        case an.AnswerReceived() | an.SilenceElapsed():
            if fact.heard_in:
                yield "happened", fact.heard_in
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


def _brought_by(fact: JourneyEvent) -> SubjectKey | None:
    match fact:
        case ContactAdded():
            return ("experiment", fact.source.id) if fact.source.id else None
        case ro.RoleDiscovered() if fact.source.kind == "experiment":
            # Named with the plan already, or heard of in the step: either way it is the experiment's.
            return "experiment", fact.source.id
        case ro.RoleDiscovered() | ev.CriterionNamed():
            return _place(fact.source)
        case _:
            return None


def _uses(fact: JourneyEvent) -> Iterator[SubjectKey]:
    match fact:
        case ex.ExperimentPlanned():
            yield from _if_any("role", fact.role_id)
            yield from _if_any("contact", fact.meeting.contact_id if fact.meeting else None)
            yield from _if_any("employer", fact.employer_id)
            yield from _if_any("experiment", fact.refers_to)
        case ev.AppealRated() | ev.OddsSignalHeard() | ev.GapFound() if fact.source.id:
            yield from _if_any("role", fact.role_id)
        case ev.TradeoffMade():
            yield "criterion", fact.winner
            yield "criterion", fact.loser
        case ev.StrengthObserved():
            yield from _if_any("contact", fact.contact_id)
        case stories.StoryRecorded():
            for strength_id in fact.strength_ids:
                yield "strength", strength_id
        case RoleScored():
            for one in fact.scores:
                yield "criterion", one.criterion_id
        case ro.RoleBlocked():
            yield from _if_any("condition", fact.condition_id)
        case ContactAdded():
            yield from _if_any("employer", fact.employer_id)
        case LeadNoted():
            yield from _if_any("role", fact.role_id)
            yield from _if_any("contact", fact.contact_id)
            yield from _if_any("employer", fact.employer_id)
        case al.AllyInvited():
            yield "contact", fact.contact_id
        case al.IntroductionMade():
            yield "contact", fact.contact_id
            yield from _if_any("contact", fact.to_contact_id)
        case pi.PitchRevised():
            yield from _if_any("pitch", fact.follows)
        case pi.ApplicationSent() | pi.PitchTried():
            yield from _if_any("pitch", fact.pitch_id)
        case _:
            pass


def _if_any(noun: str, key: UUID | None) -> Iterator[SubjectKey]:
    if key:
        yield noun, key
