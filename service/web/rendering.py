"""From a template to a page of HTML with its headers, in the language of the request."""

from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Response

from domain.vocabulary import Language
from projections.learning_model.wording import ENGLISH_WORDS, round_half_up
from service.http.request_context import current_request
from service.http.responses import CONTENT_SECURITY_POLICY
from service.localization import code_labels
from service.localization.current_translator import current_translator
from service.localization.jinja_translation import install_translator
from service.localization.locales import LANGUAGE_NAMES
from service.localization.message_translation import translate_message
from service.localization.translator import translator_for
from service.web import labels, svg_paths
from service.web.assets import asset_url
from service.web.layout import EMPTY_LAYOUT

PAGE_HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
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
    return install_translator(environment, translator_for(language))


def signed_number(change: int) -> str:
    """A change with its sign, a true minus included; zero has none."""
    if change == 0:
        return "0"
    return f"+{change}" if change > 0 else f"\N{MINUS SIGN}{-change}"


def _first_up(text: str) -> str:
    """The text with a capital at its start and the rest as it was written."""
    return text[:1].upper() + text[1:]


def _translate(sentence: str) -> str:
    """A sentence of a view, in the language of the request."""
    return translate_message(current_translator(), sentence)


def _said_of(codes: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Codes with what they are called in the language of the request, to choose from."""
    return [(code, current_translator().gettext(text)) for code, text in codes.items()]


_KNOWN: dict[str, Any] = {
    "asset_url": asset_url,
    "charts": svg_paths,
    "labels": labels,
    "code_labels": code_labels,
    "said": ENGLISH_WORDS,
    "here": current_request,
    "said_of": _said_of,
    "languages": LANGUAGE_NAMES,
    "layout": EMPTY_LAYOUT,
}
"""What every template may ask."""


_FILTERS: dict[str, Callable[..., object]] = {
    "signed": signed_number,
    "whole": round_half_up,
    "first_up": _first_up,
    "translate": _translate,
}


def render_template(template: str, **context: object) -> str:
    """A page's text."""
    return _environment(current_translator().language).get_template(template).render(context)


def render_page(template: str, *, status: HTTPStatus = HTTPStatus.OK, **context: object) -> Response[str]:
    """A page as it goes to the browser."""
    return Response(
        render_template(template, **context),
        status_code=status,
        media_type=MediaType.HTML,
        headers=dict(PAGE_HEADERS),
    )


HtmlResponse = Response[str]


def redirect_to(path: str) -> HtmlResponse:
    """Go on to another page."""
    return Response("", status_code=HTTPStatus.SEE_OTHER, headers={"location": path}, media_type="text/html")
