"""What a simulated step taught: a rating with noise, signs of the chances, trade-offs, strengths, gaps and new roles."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.evidence import (
    CriterionInput,
    GapInput,
    LearningInput,
    OddsSignalInput,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, NextStepInput
from domain.journey.commands.roles import KeepRole, NewRoleInput, PassRole
from domain.journey.events.experiments import Experiment
from domain.vocabulary import MEETING_KINDS, BeliefVerdict, HeardSignal, Witness
from service.research.simulation.life import Life, soon
from service.research.simulation.truth import RoleTruth

_HARDLY_ANY_NOISE = 12.0
"""Spread of the rating of work that was done or seen for a day."""
_OWN_EYES = frozenset({"job_shadow", "trial"})


def conclude(life: Life, at: datetime, step: Experiment, role: RoleTruth | None) -> None:
    """Says what came of a step: of its guess, and what comes next."""
    stream, planned = life.stream("learning"), step.planned
    took_place = step.stage == "run"
    learned = _learned(life, step, role) if took_place else LearningInput()
    next_step = (
        NextStepInput(
            what=life.say("next_steps", "learning"),
            due=soon(at, 1, 9, stream) if stream.happens(0.7) else None,
        )
        if stream.happens(0.5)
        else None
    )
    life.client(
        at,
        ConcludeExperiment(
            happened_on=at.date(),
            experiment_id=planned.experiment_id,
            conclusion=life.say("conclusions" if took_place else "called_off", "learning"),
            learned=learned,
            next_step=next_step,
        ),
    )
    if planned.hypothesis and stream.happens(0.75):
        verdict: BeliefVerdict = stream.pick_by_weight({"held_up": 3.0, "did_not": 3.0, "cannot_tell": 1.0})
        life.client(
            at,
            JudgeBelief(happened_on=at.date(), experiment_id=planned.experiment_id, verdict=verdict),
        )
    for new in learned.roles:
        life.on_day(soon(at, 0, 6, stream), partial(_keep_or_pass, role_id=new.role_id))


def _keep_or_pass(life: Life, at: datetime, role_id: UUID) -> None:
    answer = KeepRole if life.stream("learning").happens(0.75) else PassRole
    life.client(at, answer(happened_on=at.date(), role_id=role_id))


def _learned(life: Life, step: Experiment, role: RoleTruth | None) -> LearningInput:
    stream, kind, on = life.stream("learning"), step.planned.kind, step.on
    meets = kind in MEETING_KINDS
    appeal = None
    if role and kind not in ("application", "follow_up") and stream.happens(0.9):
        appeal = life.rating(role, on, _HARDLY_ANY_NOISE) if kind in _OWN_EYES else life.rating(role, on)
    return LearningInput(
        appeal=appeal,
        odds=_signals(life, role, on, can_hire=bool(step.planned.meeting and step.planned.meeting.can_hire))
        if role and kind != "application"
        else (),
        tradeoffs=tradeoffs(life, met_in_reality=True) if meets and stream.happens(0.35) else (),
        strengths=_strengths(life, with_contact=step.planned.meeting is not None)
        if meets and stream.happens(0.35)
        else (),
        gaps=_gaps(life) if role and stream.happens(0.22) else (),
        roles=_new_roles(life) if meets and stream.happens(0.12) else (),
    )


def _signals(life: Life, role: RoleTruth, on: date, *, can_hire: bool) -> tuple[OddsSignalInput, ...]:
    """What is heard of the chances: kinder things, the better they really are."""
    stream, chance = life.stream("learning"), life.true_chance(role, on)
    good: tuple[HeardSignal, ...] = (
        "fresh_outsider_from_hirer" if can_hire else "fresh_outsider",
        "vacancies_many",
        "requirement_met",
        "market_growing",
        "asked_for_cv",
        "referral",
    )
    bad: tuple[HeardSignal, ...] = (
        "one_of_many_from_hirer" if can_hire else "one_of_many",
        "vacancies_none",
        "requirement_missing",
        "market_shrinking",
    )
    number = stream.pick_by_weight({0: 2.0, 1: 4.0, 2: 2.0})
    heard: list[HeardSignal] = [
        stream.pick(good if stream.happens(0.15 + 1.3 * chance) else bad) for _ in range(number)
    ]
    return tuple(OddsSignalInput(signal=one) for one in dict.fromkeys(heard))


def tradeoffs(life: Life, *, met_in_reality: bool) -> tuple[TradeoffInput, ...]:
    """One of two priorities mattered more. Those named earlier tend to win: the client has a lasting order."""
    stream, known = life.stream("learning"), list(life.diary.journey.evidence.criteria)
    pair = stream.some(known, 2)
    if len(pair) < 2:
        return ()
    winner, loser = sorted(pair, key=known.index)
    if stream.happens(0.2):
        winner, loser = loser, winner
    return (
        TradeoffInput(
            winner=CriterionInput(criterion_id=winner),
            loser=CriterionInput(criterion_id=loser),
            met_in_reality=met_in_reality,
        ),
    )


def _strengths(life: Life, *, with_contact: bool) -> tuple[StrengthInput, ...]:
    """A strength that somebody saw: one that was seen before, or another."""
    stream = life.stream("learning")
    witness: Witness = "contact" if with_contact and stream.happens(0.6) else "self"
    known = life.diary.journey.evidence.strengths
    strength_id = stream.pick(list(known)) if known and stream.happens(0.5) else life.new_id("strength")
    return (
        StrengthInput(
            strength_id=strength_id,
            wording=life.say("strengths", "learning"),
            hidden=stream.happens(0.3),
            witness=witness,
            example=life.say("notes", "learning") if stream.happens(0.4) else None,
        ),
    )


def _gaps(life: Life) -> tuple[GapInput, ...]:
    stream = life.stream("learning")
    gap = GapInput(
        gap_id=life.new_id("gap"), wording=life.say("gaps", "learning"), closable=stream.happens(0.7)
    )
    return (gap,)


def _new_roles(life: Life) -> tuple[NewRoleInput, ...]:
    """A role that the other side brought up."""
    if not life.unknown_roles:
        return ()
    role = life.stream("learning").pick(life.unknown_roles)
    new = NewRoleInput(
        role_id=role.role_id, title=role.title, distance=role.distance, isco_group=role.isco_group
    )
    return (new,)
