"""Which days are allowed instead of the one that was told."""

from datetime import date

from domain.messages import Message, translatable


def on_or_after(first: date) -> Message:
    """A day and all that follow."""
    return translatable("%(day)s or later", day=first)


def on_or_before(last: date) -> Message:
    """A day and all before it."""
    return translatable("%(day)s or earlier", day=last)


def later_than(last: date) -> Message:
    """Any day that follows."""
    return translatable("after %(day)s", day=last)
