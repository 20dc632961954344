"""What the client thinks of the numbers: disputed odds, and roles scored criterion by criterion."""

from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event, EventPart
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, PersonalText, StructuralId, StructuralInt


class OddsDisputed(Event, frozen=True, kw_only=True, tag="OddsDisputed"):
    """The client sees the chances differently. It is shown beside the number, which does not change."""

    label = translatable("that you disagree with the chances")
    part_of = ("role",)

    role_id: StructuralId
    why: PersonalText
    own_reach: Annotated[float | None, C1] = None


class CriterionScore(EventPart, frozen=True, kw_only=True):
    """How well a role meets one priority, from 0 to 100."""

    criterion_id: StructuralId
    score: StructuralInt


class RoleScored(Event, frozen=True, kw_only=True, tag="RoleScored"):
    """A role was scored, priority by priority."""

    label = translatable("how a role was scored")
    part_of = ("role",)

    role_id: StructuralId
    scores: tuple[CriterionScore, ...]


class OpinionsSlice(Struct, frozen=True):
    """The latest dispute and the latest scores of each role."""

    disputed: dict[UUID, OddsDisputed] = {}
    scored: dict[UUID, RoleScored] = {}


OpinionEvent = OddsDisputed | RoleScored


def evolve(opinions: OpinionsSlice, event: OpinionEvent) -> OpinionsSlice:
    """Replaces the dispute or the scores of a role."""
    match event:
        case OddsDisputed():
            return replace(opinions, disputed=with_entry(opinions.disputed, event.role_id, event))
        case RoleScored():
            return replace(opinions, scored=with_entry(opinions.scored, event.role_id, event))


EVOLVERS = slice_evolvers("opinions", evolve)
