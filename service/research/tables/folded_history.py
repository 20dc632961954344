"""A participant's history, folded once for all tables."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from uuid import UUID

from projections.learning_model.parameters import Parameters
from service.research.tables.authors import Author, authors_of, recorded_days
from service.research.tables.coding import Coder
from service.research.tables.history import ResearchHistory


class FoldedHistory:
    """What the tables are made from. Each part is computed when a table first asks for it."""

    def __init__(self, history: ResearchHistory, parameters: Parameters) -> None:
        self.history = history
        self.parameters = parameters
        self.coder = Coder(history)

    @cached_property
    def authors(self) -> Mapping[UUID | None, Author]:
        """Who each actor is."""
        return authors_of(self.history.recorded)

    @cached_property
    def recorded_on(self) -> Mapping[int, date]:
        """The day on which each entry was recorded, by its number."""
        return recorded_days(self.history.recorded)
