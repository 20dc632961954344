"""From a template to a page of HTML with its headers."""

from collections.abc import Callable
from http import HTTPStatus
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Response

from projections.wording import ENGLISH, whole
from service.web import charts, words
from service.web.assets import asset_url

HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'; object-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
)
"""A page holds private words: nothing of it is kept, framed or sent elsewhere."""


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("service.web"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The catalogues come with the languages; until then every sentence is its own translation.
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(_FILTERS)
    return environment


def _first_up(text: str) -> str:
    """The text with a capital at its start and the rest as it was written."""
    return text[:1].upper() + text[1:]


_KNOWN = {"asset_url": asset_url, "charts": charts, "words": words, "said": ENGLISH}
"""What every template may ask."""
_FILTERS: dict[str, Callable[..., object]] = {
    "day": words.day,
    "short_day": words.short_day,
    "percent": words.percent,
    "signed": words.signed,
    "whole": whole,
    "first_up": _first_up,
}
_ENVIRONMENT = _environment()


def page(template: str, *, status: HTTPStatus = HTTPStatus.OK, **context: object) -> Response[str]:
    """A page as it goes to the browser."""
    html = _ENVIRONMENT.get_template(template).render(_KNOWN | context)
    return Response(html, status_code=status, media_type=MediaType.HTML, headers=dict(HEADERS))
