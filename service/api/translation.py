"""What the API says to people, in the language a request asks for."""

from litestar.types import Scope

from domain.messages import Sentence
from service.http.hosts import header
from service.localization.catalogue import SOURCE
from service.localization.current_translator import speak_in, spoken
from service.localization.locales import nearest
from service.localization.message_translation import told


def speak_as_asked(scope: Scope) -> None:
    """Answer in the language of `Accept-Language`: a program says itself what its reader speaks."""
    speak_in(nearest(header(scope, b"accept-language")))


def said(text: str) -> str:
    """A sentence in the language of the request.

    Plain English stands as it is: programs ask for it, with dates as they send them.
    """
    words = spoken()
    if words.language == SOURCE:
        return str(text)
    return told(words, text) if isinstance(text, Sentence) else words.gettext(text)
