"""Translates the texts of the API into the language that a request accepts."""

from litestar.types import Scope

from domain.messages import Message
from service.http.request_headers import request_header
from service.localization.catalogue import SOURCE
from service.localization.current_translator import current_translator, set_language
from service.localization.locales import negotiate_language
from service.localization.message_translation import translate_message


def set_request_language(scope: Scope) -> None:
    """Set the language of the response from the header Accept-Language."""
    set_language(negotiate_language(request_header(scope, b"accept-language")))


def translate(text: str) -> str:
    """A text in the language of the request.

    In English its dates stay in ISO format, as programs send them.
    """
    translator = current_translator()
    if translator.language == SOURCE:
        return str(text)
    return translate_message(translator, text) if isinstance(text, Message) else translator.gettext(text)
