"""How much room a label takes: titles broken into lines that fit, in the letters that the pages bring along."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from service.web.shortened import ELLIPSIS

EM_OF: Mapping[str, float] = MappingProxyType(
    {
        letter: em
        for letters, em in (
            ("iljíìîï.,:;!|'\u2019 ", 0.295),
            ("ft()[]", 0.36),
            ("rI1", 0.43),
            ("zscgaåäáàâvykxFJL7-\u2013/", 0.58),
            ("OQÖØ", 0.78),
            ("w", 0.85),
            ("mM%æœ@", 0.91),
            ("WÆŒ\u2014", 1.0),
        )
        for letter in letters
    }
)
USUAL_EM, CAPITAL_EM, OTHER_EM = 0.61, 0.75, 1.05
"""Of the size of the letters; other scripts are as wide as they are tall."""
LATIN_ENDS = 0x250
VOWELS = frozenset("aeiouyåäæøöéèëïüáàâêîíóôúœ")
ONE_SOUND = frozenset(("ch", "sh", "th", "ph", "sk", "sj", "kj", "tj", "gj", "st", "ng", "ck", "qu"))
"""Letters that are not parted where a word is broken."""


def text_width(text: str, size: float) -> float:
    """No less than what a text takes in letters of a size."""
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    if letter in EM_OF:
        return EM_OF[letter]
    if ord(letter) >= LATIN_ENDS:
        return OTHER_EM
    return CAPITAL_EM if letter.isupper() else USUAL_EM


def size_that_fits(text: str, width: float, size: float, smallest: float) -> float:
    """The size of letters in which the longest word fits in a line, no smaller than the smallest."""
    longest = max((text_width(word, 1.0) for word in text.split()), default=0.0)
    return size if longest * size <= width else max(smallest, math.floor(10 * width / longest) / 10)


def broken_into_lines(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """The text in so many lines at most, each within the width; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        for part in _parts(word, width, size):
            joined = f"{line} {part}".strip()
            if line and text_width(joined, size) > width:
                lines.append(line)
                line = part
            else:
                line = joined
    lines = [*lines, line] if line else lines
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1].rstrip("-")
    while last and text_width(last + ELLIPSIS, size) > width:
        last = last[:-1]
    return (*lines[: most - 1], last.rstrip() + ELLIPSIS)


def _parts(word: str, width: float, size: float) -> list[str]:
    """A word that is longer than a line, with hyphens where it is broken."""
    parts: list[str] = []
    while text_width(word, size) > width:
        fits = max(
            1, next(n for n in range(len(word), 0, -1) if n == 1 or text_width(f"{word[:n]}-", size) <= width)
        )
        if fits >= len(word):
            break
        if len(word) - fits < LEFT_OVER:
            fits = max(1, fits - LEFT_OVER)
        fits = next((at for at in range(fits, fits // 2, -1) if _begins_a_syllable(word, at)), fits)
        parts.append(f"{word[:fits]}-")
        word = word[fits:]
    return [*parts, word]


def _begins_a_syllable(word: str, at: int) -> bool:
    """Whether a consonant with a vowel behind it stands there, and what came before can be spoken."""
    before, here, after = word[:at].lower(), word[at].lower(), word[at + 1 : at + 2].lower()
    return (
        here.isalpha()
        and here not in VOWELS
        and after in VOWELS
        and len(before) >= LEFT_OVER
        and not VOWELS.isdisjoint(before)
        and before[-1] + here not in ONE_SOUND
    )


LEFT_OVER = 3
"""Fewer letters are not left alone on a line."""
