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
from domain.journey.commands.skills import JudgeSkill, SkillEvidenceInput
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import Experiment
from tests.random_journeys.random_journey import (
    GAP_DECISIONS,
    MOST_CRITERIA,
    MOST_ROLES,
    SAYINGS,
    SIGNALS,
    SKILL_STANDINGS,
    WITNESSES,
    JourneyDraft,
)
from tests.random_journeys.roles import new_role


def conclude(draft: JourneyDraft) -> UserCommand | None:
    open_ones = [key for key, one in draft.happened().items() if one.concluded is None]
    if not open_ones:
        return None
    experiment_id = draft.one_of(open_ones)
    experiment = draft.journey.experiments[experiment_id]
    return ConcludeExperiment(
        happened_on=draft.day(experiment.on),
        experiment_id=experiment_id,
        conclusion=draft.one_of(SAYINGS),
        learned=learned(draft, experiment, experiment_id),
        next_step=next_step(draft),
    )


def record_evidence(draft: JourneyDraft) -> UserCommand:
    happened, on = draft.happened(), draft.day(draft.began())
    if happened and draft.happens(0.6):
        experiment_id = draft.one_of(list(happened))
        here = learned(draft, happened[experiment_id], experiment_id)
        return RecordEvidence(happened_on=on, experiment_id=experiment_id, learned=here)
    check_ins = list(draft.journey.check_ins)
    check_in_id = draft.maybe(draft.one_of(check_ins)) if check_ins else None
    return RecordEvidence(happened_on=on, check_in_id=check_in_id, learned=learned(draft))


def learned(
    draft: JourneyDraft, experiment: Experiment | None = None, experiment_id: UUID | None = None
) -> LearningInput:
    own = experiment.planned.role_id if experiment else None
    can_rate = (
        experiment is not None
        and own is not None
        and experiment.stage == "run"
        and experiment_id is not None
        and not draft.journey.evidence.has_rating(experiment_id)
    )
    roles = list(draft.journey.roles)
    anywhere = [own, *roles] if own else roles
    signals = draft.some(SIGNALS, 3) if anywhere else ()
    about = [one for one in anywhere if one != own]
    new_roles = [new_role(draft)] if draft.happens(0.1) and len(roles) < MOST_ROLES else []
    return LearningInput(
        appeal=draft.maybe(draft.rating(), 0.8) if can_rate else None,
        odds=tuple(
            OddsSignalInput(
                signal=one, role_id=None if own and draft.happens(0.8) else draft.one_of(about or roles)
            )
            for one in signals
        ),
        tradeoffs=tuple(tradeoff(draft) for _ in range(draft.chance.randint(0, 2))),
        strengths=tuple(strength(draft) for _ in range(draft.chance.randint(0, 1))),
        gaps=tuple(gap(draft, roles) for _ in range(draft.chance.randint(0, 1))),
        roles=tuple(new_roles),
    )


def tradeoff(draft: JourneyDraft) -> TradeoffInput:
    known = list(draft.journey.evidence.criteria)
    full = len(known) >= MOST_CRITERIA or (len(known) >= 2 and draft.happens(0.8))
    criteria = [CriterionInput(criterion_id=one) for one in draft.chance.sample(known, 2 if full else 0)]
    while len(criteria) < 2:
        new = draft.new("criterion")
        criteria.append(CriterionInput(criterion_id=new, wording=f"wish {draft.made}"))
    return TradeoffInput(winner=criteria[0], loser=criteria[1], met_in_reality=draft.happens(0.7))


def strength(draft: JourneyDraft) -> StrengthInput:
    number = draft.chance.randint(1, 8)
    return StrengthInput(
        strength_id=uuid5(draft.id, f"strength {number}"),
        wording=f"strength {number}",
        hidden=draft.happens(0.3),
        witness=draft.one_of(WITNESSES),
    )


def gap(draft: JourneyDraft, roles: Sequence[UUID]) -> GapInput:
    number = draft.chance.randint(1, 6)
    return GapInput(
        gap_id=uuid5(draft.id, f"gap {number}"),
        wording=f"gap {number}",
        closable=draft.happens(0.7),
        role_id=draft.maybe(draft.one_of(roles), 0.3) if roles else None,
    )


def next_step(draft: JourneyDraft) -> NextStepInput | None:
    return draft.maybe(NextStepInput(what="ring again", due=draft.maybe(draft.today + timedelta(days=7))))


def name_criterion(draft: JourneyDraft) -> UserCommand | None:
    if len(draft.journey.evidence.criteria) >= MOST_CRITERIA:
        return None
    new = draft.new("criterion")
    return NameCriterion(happened_on=draft.day(draft.began()), criterion_id=new, wording=f"wish {draft.made}")


def decide_gap(draft: JourneyDraft) -> UserCommand | None:
    gap_id = draft.any_of(draft.journey.evidence.gaps)
    if gap_id is None:
        return None
    return DecideGap(
        happened_on=draft.day(_last_told_of(draft, gap_id)),
        gap_id=gap_id,
        decision=draft.one_of(GAP_DECISIONS),
        how=draft.maybe(draft.one_of(SAYINGS)),
        due=draft.maybe(draft.today + timedelta(days=30)),
    )


def close_gap(draft: JourneyDraft) -> UserCommand | None:
    gap_id = draft.any_of(draft.journey.evidence.gaps.keys() - draft.journey.gaps.closed.keys())
    return CloseGap(happened_on=draft.day(_last_told_of(draft, gap_id)), gap_id=gap_id) if gap_id else None


def judge_skill(draft: JourneyDraft) -> UserCommand:
    journey, skill_id = draft.journey, f"skill-{draft.chance.randint(1, 5)}"
    known = journey.skills.get(skill_id)
    shown_by: list[SkillEvidenceInput] = [
        *(SkillEvidenceInput(kind="strength", id=one) for one in sorted(journey.evidence.strengths)),
        *(SkillEvidenceInput(kind="gap", id=one) for one in journey.evidence.gaps),
        *(SkillEvidenceInput(kind="feedback", id=one) for one in journey.feedback.received),
        *(SkillEvidenceInput(kind="story", id=one) for one in journey.stories.recorded),
        *(
            SkillEvidenceInput(kind="own_work", id=one)
            for one in sorted(journey.roles)
            if journey.roles[one].distance == "same"
        ),
    ]
    return JudgeSkill(
        happened_on=draft.day(known.happened_on if known else draft.began()),
        skill_id=skill_id,
        title=skill_id.replace("-", " "),
        standing=draft.one_of(SKILL_STANDINGS),
        evidence=draft.maybe(draft.one_of(shown_by)) if shown_by else None,
        role_id=draft.maybe(draft.one_of(sorted(journey.roles))) if journey.roles else None,
    )


def _last_told_of(draft: JourneyDraft, gap_id: UUID) -> date:
    decided, closed = draft.journey.gaps.decided.get(gap_id), draft.journey.gaps.closed.get(gap_id)
    found = draft.journey.evidence.gaps[gap_id]
    return max(found, decided.happened_on if decided else found, closed or found)
