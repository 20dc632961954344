"""From a template to a page of HTML with its headers."""

from collections.abc import Callable
from http import HTTPStatus
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Response

from projections.wording import ENGLISH, whole
from service.door.entrance import SIGNED_IN
from service.door.headers import POLICY
from service.web import charts, words
from service.web.assets import asset_url

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


_KNOWN = {
    "asset_url": asset_url,
    "charts": charts,
    "words": words,
    "said": ENGLISH,
    "signed_in": SIGNED_IN.get,
}
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


def html(template: str, **context: object) -> str:
    """A page's text."""
    return _ENVIRONMENT.get_template(template).render(_KNOWN | context)


def page(template: str, *, status: HTTPStatus = HTTPStatus.OK, **context: object) -> Response[str]:
    """A page as it goes to the browser."""
    return Response(
        html(template, **context), status_code=status, media_type=MediaType.HTML, headers=dict(HEADERS)
    )
