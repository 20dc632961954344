"""From a template to a page of HTML with its headers, in the language of the request."""

from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Response

from domain.vocabulary import Language
from projections.learning_model.wording import ENGLISH, whole
from service.http.request_context import HERE
from service.http.security_headers import POLICY
from service.localization.current_translator import spoken
from service.localization.jinja_translation import speak
from service.localization.locales import NAMES
from service.localization.message_translation import told
from service.localization.translator import words_in
from service.web import svg_paths, words
from service.web.assets import asset_url
from service.web.layout import PLAIN

HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        # Not `no-referrer`, as all else is sent with: under it browsers call the origin of a form `null`, and those that do
        # not know Sec-Fetch-Site (Safari before 16.4) could not show that the form is ours.
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
)
"""A page holds private words: nothing of it is kept, framed or sent elsewhere."""


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("service.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(_FILTERS)
    environment.globals.update(_KNOWN)
    return speak(environment, words_in(language))


def _first_up(text: str) -> str:
    """The text with a capital at its start and the rest as it was written."""
    return text[:1].upper() + text[1:]


def _told(sentence: str) -> str:
    """A sentence of a view, in the language of the request."""
    return told(spoken(), sentence)


def _said_of(codes: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Codes with what they are called in the language of the request, to choose from."""
    return [(code, spoken().gettext(text)) for code, text in codes.items()]


_KNOWN: dict[str, Any] = {
    "asset_url": asset_url,
    "charts": svg_paths,
    "words": words,
    "said": ENGLISH,
    "here": HERE.get,
    "said_of": _said_of,
    "languages": NAMES,
    "frame": PLAIN,
}
"""What every template may ask."""
_FILTERS: dict[str, Callable[..., object]] = {
    "signed": words.signed,
    "whole": whole,
    "first_up": _first_up,
    "told": _told,
}


def html(template: str, **context: object) -> str:
    """A page's text."""
    return _environment(spoken().language).get_template(template).render(context)


def page(template: str, *, status: HTTPStatus = HTTPStatus.OK, **context: object) -> Response[str]:
    """A page as it goes to the browser."""
    return Response(
        html(template, **context), status_code=status, media_type=MediaType.HTML, headers=dict(HEADERS)
    )
