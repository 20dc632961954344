"""What the client holds against the numbers: odds that are disputed, and roles scored wish by wish."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from domain.decision_rules import record_change, unknown_reference
from domain.errors import InvalidValue
from domain.journey.forms import Chance, Command, CommandPart, Event, EventPart, SentenceText
from domain.journey.forms import Score as Points
from domain.sensitivity import C1, PersonalText, StructuralId, StructuralInt

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class OddsDisputed(Event, frozen=True, kw_only=True, tag="OddsDisputed"):
    """The client sees the chances otherwise. It is shown beside the number, which stays."""

    role_id: StructuralId
    why: PersonalText
    own_reach: Annotated[float | None, C1] = None


class CriterionScore(EventPart, frozen=True, kw_only=True):
    """How well a role meets one wish, from 0 to 100."""

    criterion_id: StructuralId
    score: StructuralInt


class RoleScored(Event, frozen=True, kw_only=True, tag="RoleScored"):
    """A role was scored wish by wish."""

    role_id: StructuralId
    scores: tuple[CriterionScore, ...]


class OpinionsSlice(Struct, frozen=True):
    """What later decisions need: the latest of each, by role."""

    disputed: dict[UUID, OddsDisputed] = {}
    scored: dict[UUID, RoleScored] = {}


def evolve(opinions: OpinionsSlice, fact: OddsDisputed | RoleScored) -> OpinionsSlice:
    """Remember the latest of each."""
    match fact:
        case OddsDisputed():
            return replace(opinions, disputed={**opinions.disputed, fact.role_id: fact})
        case RoleScored():
            return replace(opinions, scored={**opinions.scored, fact.role_id: fact})


class DisputeOdds(Command, frozen=True, kw_only=True, tag="DisputeOdds"):
    """Say that the chances in a role are other than shown, why, and perhaps what they are (0-1)."""

    role_id: UUID
    why: SentenceText
    own_reach: Chance | None = None


class CriterionScoreInput(CommandPart, frozen=True, kw_only=True):
    """How well a role meets one wish, from 0 to 100."""

    criterion_id: UUID
    score: Points


class ScoreRole(Command, frozen=True, kw_only=True, tag="ScoreRole"):
    """Score a role wish by wish; a later scoring replaces the whole of the earlier one."""

    role_id: UUID
    scores: Annotated[tuple[CriterionScoreInput, ...], Meta(min_length=1, max_length=30)]


def handle_dispute_odds(journey: "Journey", wish: DisputeOdds) -> list[Event]:
    """Dispute, or say it anew."""
    journey.role(wish.role_id)
    fact = OddsDisputed(
        happened_on=wish.happened_on, role_id=wish.role_id, why=wish.why, own_reach=wish.own_reach
    )
    return record_change(
        journey.opinions.disputed.get(wish.role_id),
        fact,
        "Your own view of these odds was last set on %(day)s; an earlier day cannot change that.",
    )


def handle_score_role(journey: "Journey", wish: ScoreRole) -> list[Event]:
    """Score by wishes that have a name, each once."""
    journey.role(wish.role_id)
    seen = set[UUID]()
    for i, one in enumerate(wish.scores):
        if one.criterion_id not in journey.evidence.criteria:
            raise unknown_reference("wish", field=f"scores/{i}/criterion_id")
        if one.criterion_id in seen:
            raise InvalidValue(
                "This wish is scored twice.", field=f"scores/{i}/criterion_id", allowed="each wish once"
            )
        seen.add(one.criterion_id)
    fact = RoleScored(
        happened_on=wish.happened_on,
        role_id=wish.role_id,
        scores=tuple(CriterionScore(criterion_id=one.criterion_id, score=one.score) for one in wish.scores),
    )
    return record_change(
        journey.opinions.scored.get(wish.role_id),
        fact,
        "The scores of this role were last set on %(day)s; an earlier day cannot change that.",
    )
