"""What stands for a text that cannot be read: its key is not at hand, or was destroyed."""

from enum import StrEnum
from typing import Final


class Redacted(StrEnum):
    """A text like any other to whoever does not ask, so that folds go on; never empty, for something was written."""

    TEXT = "[redacted]"


REDACTED: Final = Redacted.TEXT


def is_readable(text: str | None) -> bool:
    """Can it be compared with what somebody says? Two texts that cannot be read are not the same text."""
    return not isinstance(text, Redacted)
