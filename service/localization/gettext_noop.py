"""Marks a message for extraction where it is written, to be translated where it is read."""


def gettext_noop(text: str) -> str:
    """Returns the text unchanged, for `Translator.gettext` to translate later."""
    return text
