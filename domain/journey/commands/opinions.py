"""What the client thinks of the numbers: disputed odds, and roles scored criterion by criterion."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Chance, Command, CommandPart, SentenceText
from domain.command import Score as Points
from domain.decision_rules import record_change, unknown_reference
from domain.errors import InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.opinions import CriterionScore, OddsDisputed, RoleScored


class DisputeOdds(Command, frozen=True, kw_only=True, tag="DisputeOdds"):
    """Say that the chances in a role differ from those shown, why, and perhaps what they are (0-1)."""

    role_id: UUID
    why: SentenceText
    own_reach: Chance | None = None


class CriterionScoreInput(CommandPart, frozen=True, kw_only=True):
    """How well a role meets one priority, from 0 to 100."""

    criterion_id: UUID
    score: Points


class ScoreRole(Command, frozen=True, kw_only=True, tag="ScoreRole"):
    """Score a role, priority by priority. A later scoring replaces the whole of the earlier one."""

    role_id: UUID
    scores: Annotated[tuple[CriterionScoreInput, ...], Meta(min_length=1, max_length=30)]


def handle_dispute_odds(journey: Journey, command: DisputeOdds) -> list[JourneyEvent]:
    """Disputes the odds of a role; a later dispute replaces it."""
    journey.role(command.role_id)
    event = OddsDisputed(
        happened_on=command.happened_on, role_id=command.role_id, why=command.why, own_reach=command.own_reach
    )
    return record_change(
        journey.opinions.disputed.get(command.role_id),
        event,
        "Your own view of these chances was last changed on %(day)s. Use that date or later.",
    )


def handle_score_role(journey: Journey, command: ScoreRole) -> list[JourneyEvent]:
    """Scores a role by named criteria, each once; later scores replace all earlier ones."""
    journey.role(command.role_id)
    scored = set[UUID]()
    for i, one in enumerate(command.scores):
        if one.criterion_id not in journey.evidence.criteria:
            raise unknown_reference("wish", field=f"scores/{i}/criterion_id")
        if one.criterion_id in scored:
            raise InvalidValue(
                "This priority is scored twice.",
                field=f"scores/{i}/criterion_id",
                allowed="each priority once",
            )
        scored.add(one.criterion_id)
    event = RoleScored(
        happened_on=command.happened_on,
        role_id=command.role_id,
        scores=tuple(
            CriterionScore(criterion_id=one.criterion_id, score=one.score) for one in command.scores
        ),
    )
    return record_change(
        journey.opinions.scored.get(command.role_id),
        event,
        "The scores for this role were last changed on %(day)s. Use that date or later.",
    )


HANDLERS: CommandHandlers = {
    DisputeOdds: handle_dispute_odds,
    ScoreRole: handle_score_role,
}
