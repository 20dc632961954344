"""Titles of roles and criteria known at a date; None for unknown ones."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import Source
from projections.weeks.state import WeeksState


class TitleLookup(Struct, frozen=True):
    """Titles of roles and criteria, by id."""

    roles: dict[UUID, str]
    wishes: dict[UUID, str]

    def role(self, role_id: UUID | None) -> str | None:
        """The title of a role; None if unknown."""
        return self.roles.get(role_id) if role_id else None

    def criterion(self, criterion_id: UUID) -> str | None:
        """The title of a criterion; None if unknown."""
        return self.wishes.get(criterion_id)


def build_title_lookup(state: WeeksState, on: date) -> TitleLookup:
    """Builds the titles known at a date."""
    discovered = (one.discovered for one in state.learning.roles.values())
    named = state.learning.criteria.values()
    return TitleLookup(
        {one.role_id: one.title for one in discovered if one.happened_on <= on},
        {one.criterion_id: one.wording for one in named if one.happened_on <= on},
    )


def source_experiment_id(source: Source) -> UUID | None:
    """The id of the experiment an event came from; None if from none."""
    return source.id if source.kind == "experiment" else None
