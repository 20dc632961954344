"""What the API says to people, in the language a request asks for."""

from litestar.types import Scope

from domain.messages import Message
from service.http.request_headers import request_header
from service.localization.catalogue import SOURCE
from service.localization.current_translator import current_translator, set_language
from service.localization.locales import negotiate_language
from service.localization.message_translation import translate_message


def set_request_language(scope: Scope) -> None:
    """Answer in the language of `Accept-Language`: a program says itself what its reader speaks."""
    set_language(negotiate_language(request_header(scope, b"accept-language")))


def translate(text: str) -> str:
    """A sentence in the language of the request.

    Plain English stands as it is: programs ask for it, with dates as they send them.
    """
    words = current_translator()
    if words.language == SOURCE:
        return str(text)
    return translate_message(words, text) if isinstance(text, Message) else words.gettext(text)
