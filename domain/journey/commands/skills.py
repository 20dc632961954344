"""Skills that occupations ask: what the client says of each, once for every role that asks it."""

from collections.abc import Collection, Mapping
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import ADDED_LATER, Command, CommandPart, Title
from domain.decision_rules import record_change, unknown_reference
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.skills import SkillEvidence, SkillEvidenceKind, SkillJudged
from domain.vocabulary import SkillStanding

SkillId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$",
        description="The id of a skill of the atlas: the last part of its address in ESCO.",
    ),
]


class SkillEvidenceInput(CommandPart, frozen=True, kw_only=True):
    """What shows how it is with a skill: a strength, a gap, a story or work you did by its id, feedback by the step it is on."""

    kind: SkillEvidenceKind
    id: UUID


class JudgeSkill(Command, frozen=True, kw_only=True, tag="JudgeSkill"):
    """Say whether you have a skill that roles ask for, and what shows it. The latest counts."""

    skill_id: SkillId
    title: Title
    standing: SkillStanding
    evidence: SkillEvidenceInput | None = None
    role_id: Annotated[UUID | None, ADDED_LATER] = None
    """The role for which you say so."""


def handle_judge_skill(journey: Journey, command: JudgeSkill) -> list[JourneyEvent]:
    """Records how it is with a skill. Returns no event if it was last said to be so."""
    if command.role_id:
        journey.role(command.role_id)
    shown_by = command.evidence
    if shown_by:
        _require_known(journey, shown_by)
    event = SkillJudged(
        happened_on=command.happened_on,
        skill_id=command.skill_id,
        title=command.title,
        standing=command.standing,
        evidence=SkillEvidence(kind=shown_by.kind, id=shown_by.id) if shown_by else None,
        role_id=command.role_id,
    )
    latest = journey.skills.get(command.skill_id)
    return record_change(
        latest, event, "What you said of this skill was last changed on %(day)s. Use that date or later."
    )


def _require_known(journey: Journey, shown_by: SkillEvidenceInput) -> None:
    kind, its_id = shown_by.kind, shown_by.id
    if kind == "own_work":
        if journey.role(its_id, field="evidence/id").distance != "same":
            raise InvalidOperation(
                "This role is not work that you did.",
                field="evidence/id",
                allowed="the id of a role of the same work",
            )
        return
    known: Mapping[str, Collection[UUID]] = {
        "strength": journey.evidence.strengths,
        "gap": journey.evidence.gaps,
        "feedback": journey.feedback.received,
        "story": journey.stories.recorded,
    }
    if its_id not in known[kind]:
        raise unknown_reference(kind, field="evidence/id")


HANDLERS: CommandHandlers = {JudgeSkill: handle_judge_skill}
