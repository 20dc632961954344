"""Views of skills: how it is with each, in the client's own judgement."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.skills import SkillEvidenceKind
from domain.vocabulary import SkillStanding


class SkillProof(Struct, frozen=True, kw_only=True):
    """What shows how it is with a skill."""

    kind: SkillEvidenceKind
    id: UUID
    """Of a strength, a gap, a story or a role; of feedback, the step it is on."""


class SkillView(Struct, frozen=True, kw_only=True):
    """How it is with a skill, as the client last said. It counts for every role that asks it."""

    skill_id: str
    """In the atlas."""
    title: str
    standing: SkillStanding
    on: date
    """When it was said."""
    shown_by: SkillProof | None
    role_ids: tuple[UUID, ...]
    """The roles for which it was said, each once, in that order."""
    times: int
    """How often the client said something of it."""


class Skills(Struct, frozen=True, kw_only=True):
    """Every skill that the client said something of."""

    on: date
    skills: tuple[SkillView, ...]
    """In the order in which something was first said of them."""
