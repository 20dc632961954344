"""Insights: what dawned on the client, and what set it off."""

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from domain.command import Command, SentenceText
from domain.decision_rules import create_once, require_not_before
from domain.event import Event
from domain.journey.events.evidence import Source, UserSourceKind
from domain.journey.events.insights import InsightNamed

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class NameInsight(Command, frozen=True, kw_only=True, tag="NameInsight"):
    """Say what became clear, and in which step or check-in."""

    insight_id: UUID
    wording: SentenceText
    found: UserSourceKind = "own"
    found_in: UUID | None = None


def handle_name_insight(journey: "Journey", wish: NameInsight) -> list[Event]:
    """Name an insight once, not before the step or the check-in it came from."""
    source = journey.source(wish.found, wish.found_in, field="found_in")
    if since := _since(journey, source):
        require_not_before(wish.happened_on, since, "What set it off was on %(day)s.")
    fact = InsightNamed(
        happened_on=wish.happened_on, insight_id=wish.insight_id, wording=wish.wording, source=source
    )
    return create_once(journey.insights.get(wish.insight_id), fact, "insight", field="insight_id")


def _since(journey: "Journey", source: Source) -> date | None:
    match source:
        case Source(kind="experiment", id=UUID() as experiment_id):
            return journey.experiment_that_happened(experiment_id).on
        case Source(kind="check_in", id=UUID() as check_in_id):
            return journey.check_in(check_in_id).happened_on
        case _:
            return None
