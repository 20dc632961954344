"""Turns in which something is learned: conclusions, evidence, wishes, and what becomes of gaps."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid5

from domain.journey.commands.evidence import (
    CriterionInput,
    GapInput,
    LearningInput,
    NameCriterion,
    OddsSignalInput,
    RecordEvidence,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, NextStepInput
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import Experiment
from tests.random_journeys.random_journey import (
    GAP_DECISIONS,
    MOST_CRITERIA,
    MOST_ROLES,
    SAYINGS,
    SIGNALS,
    WITNESSES,
    Life,
)
from tests.random_journeys.roles import new_role


def conclude(life: Life) -> UserCommand | None:
    open_ones = [key for key, one in life.happened().items() if one.concluded is None]
    if not open_ones:
        return None
    experiment_id = life.one_of(open_ones)
    experiment = life.journey.experiments[experiment_id]
    return ConcludeExperiment(
        happened_on=life.day(experiment.on),
        experiment_id=experiment_id,
        conclusion=life.one_of(SAYINGS),
        learned=learned(life, experiment, experiment_id),
        next_step=next_step(life),
    )


def record_evidence(life: Life) -> UserCommand:
    happened, on = life.happened(), life.day(life.began())
    if happened and life.happens(0.6):
        experiment_id = life.one_of(list(happened))
        here = learned(life, happened[experiment_id], experiment_id)
        return RecordEvidence(happened_on=on, experiment_id=experiment_id, learned=here)
    check_ins = list(life.journey.check_ins)
    check_in_id = life.maybe(life.one_of(check_ins)) if check_ins else None
    return RecordEvidence(happened_on=on, check_in_id=check_in_id, learned=learned(life))


def learned(
    life: Life, experiment: Experiment | None = None, experiment_id: UUID | None = None
) -> LearningInput:
    own = experiment.planned.role_id if experiment else None
    can_rate = (
        experiment is not None
        and own is not None
        and experiment.stage == "run"
        and experiment_id is not None
        and not life.journey.evidence.has_rating(experiment_id)
    )
    roles = list(life.journey.roles)
    anywhere = [own, *roles] if own else roles
    signals = life.some(SIGNALS, 3) if anywhere else ()
    about = [one for one in anywhere if one != own]
    new_roles = [new_role(life)] if life.happens(0.1) and len(roles) < MOST_ROLES else []
    return LearningInput(
        appeal=life.maybe(life.rating(), 0.8) if can_rate else None,
        odds=tuple(
            OddsSignalInput(
                signal=one, role_id=None if own and life.happens(0.8) else life.one_of(about or roles)
            )
            for one in signals
        ),
        tradeoffs=tuple(tradeoff(life) for _ in range(life.chance.randint(0, 2))),
        strengths=tuple(strength(life) for _ in range(life.chance.randint(0, 1))),
        gaps=tuple(gap(life, roles) for _ in range(life.chance.randint(0, 1))),
        roles=tuple(new_roles),
    )


def tradeoff(life: Life) -> TradeoffInput:
    known = list(life.journey.evidence.criteria)
    full = len(known) >= MOST_CRITERIA or (len(known) >= 2 and life.happens(0.8))
    wishes = [CriterionInput(criterion_id=one) for one in life.chance.sample(known, 2 if full else 0)]
    while len(wishes) < 2:
        new = life.new("criterion")
        wishes.append(CriterionInput(criterion_id=new, wording=f"wish {life.made}"))
    return TradeoffInput(winner=wishes[0], loser=wishes[1], met_in_reality=life.happens(0.7))


def strength(life: Life) -> StrengthInput:
    number = life.chance.randint(1, 8)
    return StrengthInput(
        strength_id=uuid5(life.id, f"strength {number}"),
        wording=f"strength {number}",
        hidden=life.happens(0.3),
        witness=life.one_of(WITNESSES),
    )


def gap(life: Life, roles: Sequence[UUID]) -> GapInput:
    number = life.chance.randint(1, 6)
    return GapInput(
        gap_id=uuid5(life.id, f"gap {number}"),
        wording=f"gap {number}",
        closable=life.happens(0.7),
        role_id=life.maybe(life.one_of(roles), 0.3) if roles else None,
    )


def next_step(life: Life) -> NextStepInput | None:
    return life.maybe(NextStepInput(what="ring again", due=life.maybe(life.today + timedelta(days=7))))


def name_criterion(life: Life) -> UserCommand | None:
    if len(life.journey.evidence.criteria) >= MOST_CRITERIA:
        return None
    new = life.new("criterion")
    return NameCriterion(happened_on=life.day(life.began()), criterion_id=new, wording=f"wish {life.made}")


def decide_gap(life: Life) -> UserCommand | None:
    gap_id = life.any_of(life.journey.evidence.gaps)
    if gap_id is None:
        return None
    return DecideGap(
        happened_on=life.day(_last_told_of(life, gap_id)),
        gap_id=gap_id,
        decision=life.one_of(GAP_DECISIONS),
        how=life.maybe(life.one_of(SAYINGS)),
        due=life.maybe(life.today + timedelta(days=30)),
    )


def close_gap(life: Life) -> UserCommand | None:
    gap_id = life.any_of(life.journey.evidence.gaps.keys() - life.journey.gaps.closed.keys())
    return CloseGap(happened_on=life.day(_last_told_of(life, gap_id)), gap_id=gap_id) if gap_id else None


def _last_told_of(life: Life, gap_id: UUID) -> date:
    decided, closed = life.journey.gaps.decided.get(gap_id), life.journey.gaps.closed.get(gap_id)
    found = life.journey.evidence.gaps[gap_id]
    return max(found, decided.happened_on if decided else found, closed or found)
