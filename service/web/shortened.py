"""The beginning of what somebody wrote."""

import textwrap

ELLIPSIS = "…"
A_LINE = 60


def shortened(text: str, most: int = A_LINE) -> str:
    """The first words of a text in at most so many characters; of a text without spaces its first characters."""
    short = textwrap.shorten(text, most, placeholder=ELLIPSIS)
    return f"{text.strip()[: most - 1]}{ELLIPSIS}" if short == ELLIPSIS else short
