"""The language and translator of the current request."""

from contextvars import ContextVar

from domain.vocabulary import Language
from service.localization.locales import DEFAULT_LANGUAGE
from service.localization.translator import Translator, translator_for

_LANGUAGE: ContextVar[Language] = ContextVar("spoken", default=DEFAULT_LANGUAGE)


def set_language(language: Language) -> None:
    """Sets the language of the current request."""
    _LANGUAGE.set(language)


def current_translator() -> Translator:
    """The translator for the language of the current request."""
    return translator_for(_LANGUAGE.get())
