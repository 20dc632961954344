"""Sentences that pure code says: in English, and of such parts that they can be said in any other language."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Self

from msgspec import Struct

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class MonthDay(Struct, frozen=True):
    """A date whose year is plain: 3 March."""

    on: date

    def __str__(self) -> str:
        return f"{self.on.day} {_MONTHS[self.on.month - 1]}"


class Percentage(Struct, frozen=True):
    """A part of 1, to be said in whole per cents."""

    part: float

    def __str__(self) -> str:
        return f"{RoundedNumber(100 * self.part)}%"


class RoundedNumber(Struct, frozen=True):
    """A number with so many digits after the point, halves up."""

    figure: float
    digits: int = 0

    def __str__(self) -> str:
        return str(self.rounded())

    def rounded(self) -> Decimal:
        """The number that is said; never a minus before nothing."""
        step = Decimal(1).scaleb(-self.digits)
        rounded = Decimal(str(self.figure)).quantize(step, ROUND_HALF_UP)
        return abs(rounded) if rounded == 0 else rounded


class JoinedList(Struct, frozen=True):
    """Several things in a row: a, b and c."""

    items: Sequence["MessageValue"]

    def __str__(self) -> str:
        *most, last = [str(item) for item in self.items]
        return f"{', '.join(most)} and {last}" if most else last


class Capitalized(Struct, frozen=True):
    """What may begin a sentence as well as stand within one: its first letter is a capital here."""

    value: "MessageValue"

    def __str__(self) -> str:
        return capitalize_first(str(self.value))


def capitalize_first(text: str) -> str:
    """The text with a capital at its start and the rest as it was written."""
    return text[:1].upper() + text[1:]


class Message(str):
    """Something to be said in any language: the English, which also knows what it is made of.

    Whole sentences: a noun put into one breaks where nouns are inflected. Put together with other text it is English for good.
    """

    __slots__ = ("counted", "many", "text", "values")

    text: str
    """The English sentence, with places such as `%(role)s`; it is also the key of its translations."""
    many: str | None
    """The same in the plural; None where nothing is counted."""
    counted: int | None
    """How many: it chooses between the two, and stands at `%(count)s`."""
    values: Mapping[str, "MessageValue"]
    """What stands in the places: somebody's own words, a number, a share, or a sentence of ours; a date, which plain English says
    as programs send it."""

    def __new__(
        cls,
        *,
        text: str,
        many: str | None = None,
        counted: int | None = None,
        values: "Mapping[str, MessageValue]" = MappingProxyType({}),
    ) -> Self:
        form = text if many is None or counted == 1 else many
        said = super().__new__(cls, form % ({"count": counted, **values} if many else values))
        said.text, said.many, said.counted, said.values = text, many, counted, values
        return said

    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, object]]:
        return (), {
            "text": self.text,
            "many": self.many,
            "counted": self.counted,
            "values": dict(self.values),
        }


MessageValue = (
    str | int | float | date | MonthDay | Percentage | RoundedNumber | JoinedList | Capitalized | Message
)


def translatable(text: str, /, **values: MessageValue) -> Message:
    """A sentence; the text is written out at the call, where it is found for translation."""
    return Message(text=text, values=values)


def translatable_plural(one: str, many: str, count: int, /, **values: MessageValue) -> Message:
    """A sentence about a number of things, both forms written out at the call."""
    return Message(text=one, many=many, counted=count, values=values)
