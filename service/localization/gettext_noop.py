"""Marks a message for translation where it is written, to be translated where it is read."""


def gettext_noop(text: str) -> str:
    """The same text; a constant in English that `Words.gettext` says later."""
    return text
