"""How much room a label takes: titles broken into lines that fit, by the widest that letters may be."""

from service.web.shortened import ELLIPSIS

WIDE = "mwMWQGOCD@%&ÆŒæœ—"
NARROW = "iljtfrI.,:;'|!()[]/ "
WIDE_EM, USUAL_EM, NARROW_EM, CAPITAL_EM, OTHER_EM = 0.92, 0.59, 0.38, 0.72, 1.05
"""Of the size of the letters; other scripts are as wide as they are tall."""
LATIN_ENDS = 0x250


def text_width(text: str, size: float) -> float:
    """No less than what a text takes in letters of a size."""
    return size * sum(map(_em, text))


def _em(letter: str) -> float:
    if letter in WIDE:
        return WIDE_EM
    if letter in NARROW:
        return NARROW_EM
    if ord(letter) >= LATIN_ENDS:
        return OTHER_EM
    return CAPITAL_EM if letter.isupper() else USUAL_EM


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
        parts.append(f"{word[:fits]}-")
        word = word[fits:]
    return [*parts, word]


LEFT_OVER = 3
"""Fewer letters are not left alone on a line."""
