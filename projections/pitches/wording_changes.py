"""What is different between two versions of a text, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from projections.pitches.view import TextChange, TextPart

MAX_WORDS = 600
"""Longer texts are shown whole, the earlier one as left out: comparing takes the square of their length."""


def wording_changes(before: str, after: str) -> tuple[TextPart, ...]:
    """The words of both texts in reading order: what was left out stands before what was added in its place."""
    old, new = _words(before), _words(after)
    if max(len(old), len(new)) > MAX_WORDS:
        return tuple(_part("left_out", old)) + tuple(_part("added", new))
    found: list[TextPart] = []
    for _, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[start:end] == new[new_start:new_end]:
            found += _part("same", new[new_start:new_end])
        else:
            found += _part("left_out", old[start:end])
            found += _part("added", new[new_start:new_end])
    return tuple(found)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+", text)


def _part(change: TextChange, words: list[str]) -> Iterator[TextPart]:
    if words:
        yield TextPart(change=change, text=" ".join(words))
