"""A journey as somebody reads it, and the days it can be asked about."""

from datetime import date
from typing import Generic, TypeVar

from msgspec import Struct

from domain.errors import InvalidValue
from domain.messages import translatable

S = TypeVar("S")


class FoldedJourney(Struct, Generic[S], frozen=True):
    """A projection's state, when the journey began, and what day it is there."""

    state: S
    started_on: date
    today: date

    def resolve_day(self, asked: date | None, field: str, *, first: date | None = None) -> date:
        """A day of the journey, today when none is asked for."""
        first = first or self.started_on
        if asked is None:
            return self.today
        if first <= asked <= self.today:
            return asked
        raise InvalidValue(
            "There is nothing to see on %(day)s.",
            day=asked,
            field=field,
            allowed=translatable("%(first)s to %(last)s", first=first, last=self.today),
        )
