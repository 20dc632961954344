"""Translatable messages: English texts that keep their parts, so that they can be said in another language."""

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
    """A date in a message without its year: 3 March."""

    on: date

    def __str__(self) -> str:
        return f"{self.on.day} {_MONTHS[self.on.month - 1]}"


class Percentage(Struct, frozen=True):
    """A share between 0 and 1, shown as a whole percentage."""

    part: float

    def __str__(self) -> str:
        return f"{RoundedNumber(100 * self.part)}%"


class RoundedNumber(Struct, frozen=True):
    """A number shown with so many digits after the point, halves rounded up."""

    figure: float
    digits: int = 0

    def __str__(self) -> str:
        return str(self.rounded())

    def rounded(self) -> Decimal:
        """The rounded number; never minus zero."""
        step = Decimal(1).scaleb(-self.digits)
        rounded = Decimal(str(self.figure)).quantize(step, ROUND_HALF_UP)
        return abs(rounded) if rounded == 0 else rounded


class JoinedList(Struct, frozen=True):
    """Several values in a row: a, b and c."""

    items: Sequence["MessageValue"]

    def __str__(self) -> str:
        *most, last = [str(item) for item in self.items]
        return f"{', '.join(most)} and {last}" if most else last


class Capitalized(Struct, frozen=True):
    """A value whose first letter becomes a capital, for the start of a sentence."""

    value: "MessageValue"

    def __str__(self) -> str:
        return capitalize_first(str(self.value))


def capitalize_first(text: str) -> str:
    """The text with its first letter as a capital and the rest unchanged."""
    return text[:1].upper() + text[1:]


class Message(str):
    """A translatable message: the English text, which also knows the parts it was made from.

    Write whole sentences: nouns cannot be put into one in languages that inflect them.
    """

    __slots__ = ("counted", "many", "text", "values")

    text: str
    """The English text, with placeholders such as `%(role)s`; it is the message id in the catalogues."""
    many: str | None
    """The plural of the text; None where nothing is counted."""
    counted: int | None
    """The number that chooses between the two, and the value of `%(count)s`."""
    values: Mapping[str, "MessageValue"]
    """Values of the placeholders: what somebody wrote, a number, another message. English shows a date in ISO 8601."""

    def __new__(
        cls,
        *,
        text: str,
        many: str | None = None,
        counted: int | None = None,
        values: "Mapping[str, MessageValue]" = MappingProxyType({}),
    ) -> Self:
        form = text if many is None or counted == 1 else many
        message = super().__new__(cls, form % ({"count": counted, **values} if many else values))
        message.text, message.many, message.counted, message.values = text, many, counted, values
        return message

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
    """A message. Write the text out in the call, where the extraction finds it."""
    return Message(text=text, values=values)


def translatable_plural(one: str, many: str, count: int, /, **values: MessageValue) -> Message:
    """A message about a number of things. Write both forms out in the call, where the extraction finds them."""
    return Message(text=one, many=many, counted=count, values=values)
