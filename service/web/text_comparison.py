"""Texts that people type compared by their words, however they are written."""


def normalized_text(text: str) -> str:
    """A text in lower case, its words one space apart; equal for texts that count as the same."""
    return " ".join(text.casefold().split())


def same_text(one: str, other: str) -> bool:
    """Whether two texts count as the same."""
    return normalized_text(one) == normalized_text(other)
