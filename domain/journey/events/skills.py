"""Skills that occupations ask: what the client says of each, once for every role that asks it."""

from typing import Annotated, Literal

from domain.event import Event, EventPart
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, PersonalText, StructuralId
from domain.vocabulary import SkillStanding

SkillEvidenceKind = Literal["strength", "gap", "feedback", "story", "own_work"]
"""What shows how it is with a skill."""


class SkillEvidence(EventPart, frozen=True, kw_only=True):
    """What shows how it is with a skill: a strength, a gap, a story or work she did by its id, feedback by its step."""

    kind: Annotated[SkillEvidenceKind, C1]
    id: StructuralId


class SkillJudged(Event, frozen=True, kw_only=True, tag="SkillJudged"):
    """The client said whether she has a skill. The latest counts, for every role that asks it."""

    label = translatable("what was said of one skill")

    skill_id: Annotated[str, C1]
    title: PersonalText
    """What it is called in the atlas, in the language in which it was read."""
    standing: Annotated[SkillStanding, C1]
    """Whether the client has the skill."""
    evidence: SkillEvidence | None = None
    """What shows it."""
    role_id: StructuralId | None = None
    """The role for which it was said; it counts for every other, too, and outlives that role."""


SkillsSlice = dict[str, SkillJudged]
"""The latest of each skill, by its id in the atlas."""


def evolve(skills: SkillsSlice, event: SkillJudged) -> SkillsSlice:
    """Replaces what was said of a skill."""
    return with_entry(skills, event.skill_id, event)


EVOLVERS = slice_evolvers("skills", evolve)
