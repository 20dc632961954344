"""The placeholder for a text whose key is not available or was destroyed."""

from enum import StrEnum
from typing import Final


class Redacted(StrEnum):
    """A text to all code that does not ask, so that folds go on; not empty, because something was written."""

    TEXT = "[redacted]"


REDACTED: Final = Redacted.TEXT


def is_readable(text: str | None) -> bool:
    """Whether a text can be compared with another. Two redacted texts are not the same text."""
    return not isinstance(text, Redacted)
