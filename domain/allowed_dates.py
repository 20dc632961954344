"""Which days are allowed instead of the one that was told."""

from datetime import date

from domain.messages import Sentence, sentence


def or_later(first: date) -> Sentence:
    """A day and all that follow."""
    return sentence("%(day)s or later", day=first)


def or_earlier(last: date) -> Sentence:
    """A day and all before it."""
    return sentence("%(day)s or earlier", day=last)


def after(last: date) -> Sentence:
    """Any day that follows."""
    return sentence("after %(day)s", day=last)
