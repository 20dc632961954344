"""Texts that say which dates are allowed instead of the one that was given."""

from datetime import date

from domain.messages import Message, translatable


def on_or_after(first: date) -> Message:
    """A date and all after it."""
    return translatable("%(day)s or later", day=first)


def on_or_before(last: date) -> Message:
    """A date and all before it."""
    return translatable("%(day)s or earlier", day=last)


def later_than(last: date) -> Message:
    """Any date after this one."""
    return translatable("after %(day)s", day=last)
