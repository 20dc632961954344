"""What a model is that researchers replay: a pure fold of one journey, with rows at the end of each of its weeks.

A package offers one under the entry point group `soundings.models`. It is checked against the laws before it is used.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from msgspec import Struct

from domain.history import RecordedEvent
from service.research.tables.columns import Row, Table

GROUP = "soundings.models"
"""The entry point group that packages offer models under."""


class ResearchModel(Protocol):
    """A fold of one journey's events, with corrections applied: without clock, random numbers, files or network.

    States may be of any type. None of these functions may change what it is given.
    """

    name: str
    version: str
    parameters: type[Struct]
    """What can be varied: a Struct that can be made without arguments."""
    schema: Table
    """The columns of its rows. The journey and the Sunday are put before them."""

    def initial(self, parameters: Any, /) -> Any:
        """The state before the first event."""
        ...

    def step(self, state: Any, entry: RecordedEvent, /) -> Any:
        """The state after one more event."""
        ...

    def rows(self, state: Any, week_end: date, parameters: Any, /) -> Iterable[Row]:
        """What the model says on the Sunday of a week.

        The state has all events of the journey. What happened after that Sunday may not change the rows.
        """
        ...
