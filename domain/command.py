"""The base class of commands, and the limits of what a person may write in one."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from domain.text import LINES, ONE_LINE

# NUL is legal in JSON but not in a PostgreSQL text, so no text may hold it.
_NO_NUL = r"^[^\x00]*$"


Title = Annotated[str, Meta(min_length=1, max_length=200, pattern=_NO_NUL), ONE_LINE]


OptionalTitle = Annotated[str, Meta(max_length=200, pattern=_NO_NUL), ONE_LINE]
"""A title that can be empty."""


SentenceText = Annotated[str, Meta(min_length=1, max_length=500, pattern=_NO_NUL), LINES]


Note = Annotated[str, Meta(max_length=4000, pattern=_NO_NUL), LINES]


LongText = Annotated[str, Meta(min_length=1, max_length=4000, pattern=_NO_NUL), LINES]
"""A note that cannot be empty."""


ParagraphText = Annotated[str, Meta(min_length=1, max_length=2000, pattern=_NO_NUL), LINES]
"""A text of a page or less that cannot be empty."""


TimeZoneName = Annotated[
    str, Meta(min_length=1, max_length=60, description="An IANA name, such as Europe/Oslo.")
]


PhoneNumber = Annotated[str, Meta(min_length=1, max_length=40, pattern=_NO_NUL), ONE_LINE]
"""As people write it down, such as "031-390 06 12, evenings"."""


Rating = Annotated[int, Meta(ge=0, le=10)]


Chance = Annotated[float, Meta(ge=0, le=1)]


Hours = Annotated[float, Meta(gt=0, le=1000)]


Minutes = Annotated[int, Meta(gt=0, le=1440)]


Score = Annotated[int, Meta(ge=0, le=100)]


class AddedLater(Struct, frozen=True):
    """Marks a field that a command was given after commands of its kind were stored.

    While it says nothing, it is not part of the fingerprint: what was sent before it came is still the same.
    """


ADDED_LATER = AddedLater()


class Command(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    """Base class of all commands. `happened_on` lies between the start and today. The tag is stored in fingerprints."""

    happened_on: date


class CommandPart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of fields inside a command."""


def command_tag(kind: type[Command]) -> str:
    """The tag under which a command class is known outside; the class itself may be renamed."""
    return str(kind.__struct_config__.tag)
