"""Insights: what dawned on the client, and what set it off."""

from datetime import date
from uuid import UUID

from domain.command import Command, SentenceText
from domain.decision_rules import create_once, require_not_before
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import Source, UserSourceKind
from domain.journey.events.insights import InsightNamed


class NameInsight(Command, frozen=True, kw_only=True, tag="NameInsight"):
    """Record what became clear, and in which step or session."""

    insight_id: UUID
    wording: SentenceText
    found: UserSourceKind = "own"
    found_in: UUID | None = None


def handle_name_insight(journey: Journey, command: NameInsight) -> list[JourneyEvent]:
    """Names an insight under a new id, not before the step or check-in it came from."""
    source = journey.source(command.found, command.found_in, field="found_in")
    if since := _source_date(journey, source):
        require_not_before(command.happened_on, since, "What led to this insight was on %(day)s.")
    event = InsightNamed(
        happened_on=command.happened_on, insight_id=command.insight_id, wording=command.wording, source=source
    )
    return create_once(journey.insights.get(command.insight_id), event, "insight", field="insight_id")


def _source_date(journey: Journey, source: Source) -> date | None:
    match source:
        case Source(kind="experiment", id=UUID() as experiment_id):
            return journey.experiment_that_happened(experiment_id).on
        case Source(kind="check_in", id=UUID() as check_in_id):
            return journey.check_in(check_in_id).happened_on
        case _:
            return None


HANDLERS: CommandHandlers = {
    NameInsight: handle_name_insight,
}
