"""The language of the request that is being answered."""

from contextvars import ContextVar

from domain.vocabulary import Language
from service.localization.locales import DEFAULT_LANGUAGE
from service.localization.translator import Translator, translator_for

_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=DEFAULT_LANGUAGE)


def set_language(language: Language) -> None:
    """From now on this request is answered in a language."""
    _SPOKEN.set(language)


def current_translator() -> Translator:
    """The words to answer in."""
    return translator_for(_SPOKEN.get())
