"""Beliefs put to the test: whether one held up is for the client to say, and may be said anew."""

from uuid import UUID

from domain.command import Command
from domain.decision_rules import require_not_before
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.catalogue import JourneyEvent
from domain.vocabulary import BeliefVerdict


class JudgeBelief(Command, frozen=True, kw_only=True, tag="JudgeBelief"):
    """Say whether the belief that a step was to test held up. It can be said anew."""

    experiment_id: UUID
    verdict: BeliefVerdict


def handle_judge_belief(journey: Journey, command: JudgeBelief) -> list[JourneyEvent]:
    """Records the verdict of a step that happened and was to test a belief. Returns no event for the same verdict."""
    experiment = journey.experiment_that_happened(command.experiment_id)
    if not experiment.planned.hypothesis:
        raise InvalidOperation(
            "This step was not planned to test a belief.",
            field="experiment_id",
            allowed="a step with a belief to test",
        )
    require_not_before(command.happened_on, experiment.on, "The step was on %(day)s.")
    known = journey.beliefs.get(command.experiment_id)
    if known:
        if known.verdict == command.verdict:
            return []
        require_not_before(command.happened_on, known.happened_on, "This was last updated on %(day)s.")
    return [
        BeliefJudged(
            happened_on=command.happened_on, experiment_id=command.experiment_id, verdict=command.verdict
        )
    ]


HANDLERS: CommandHandlers = {
    JudgeBelief: handle_judge_belief,
}
