"""Marks messages for extraction where they are written, to be translated where they are read."""


def gettext_noop(text: str) -> str:
    """Returns the text unchanged, for `Translator.gettext` to translate later."""
    return text


def pgettext_noop(context: str, text: str) -> str:
    """Returns the text unchanged, for `Translator.pgettext` to translate later in that context."""
    del context
    return text
