"""Insights: what dawned on the client, and what set it off."""

from uuid import UUID

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.evidence import Source
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import PersonalText, StructuralId


class InsightNamed(Event, frozen=True, kw_only=True, tag="InsightNamed"):
    """Something became clear to the client, in a step, in a session or by itself."""

    label = translatable("an insight")
    creates = ("insight",)

    insight_id: StructuralId
    wording: PersonalText
    source: Source


InsightsSlice = dict[UUID, InsightNamed]


def evolve(insights: InsightsSlice, event: InsightNamed) -> InsightsSlice:
    """Adds an insight."""
    return with_entry(insights, event.insight_id, event)


EVOLVERS = slice_evolvers("insights", evolve)
