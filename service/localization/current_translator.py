"""The language of the request that is being answered."""

from contextvars import ContextVar

from domain.vocabulary import Language
from service.localization.locales import DEFAULT
from service.localization.translator import Words, words_in

_SPOKEN: ContextVar[Language] = ContextVar("spoken", default=DEFAULT)


def speak_in(language: Language) -> None:
    """From now on this request is answered in a language."""
    _SPOKEN.set(language)


def spoken() -> Words:
    """The words to answer in."""
    return words_in(_SPOKEN.get())
