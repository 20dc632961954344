"""Renders a template into a page of HTML, with its layout and headers, in the language of the request."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Response
from msgspec import Struct

from domain.vocabulary import Language
from projections.learning_model.potential_order import printed_change
from projections.learning_model.wording import ENGLISH_WORDS, round_half_up
from service.accounts.caller import Caller
from service.http.request_context import current_request
from service.http.responses import CONTENT_SECURITY_POLICY
from service.localization import code_labels, feedback_labels, guess_labels
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import pgettext_noop
from service.localization.jinja_translation import install_translator
from service.localization.locales import LANGUAGE_NAMES
from service.localization.message_translation import translate_message
from service.localization.quotation import unquoted
from service.localization.translator import translator_for
from service.web import labels, svg_paths
from service.web.assets import asset_url
from service.web.phone_numbers import sms_address, tel_address


class NavigationTab(Struct, frozen=True, kw_only=True):
    """A way to a page: its name, what it is called, where it is, and the strokes of its picture (24 by 24)."""

    name: str
    label: str
    """A message in the reader's language."""
    href: str
    icon: str


class Layout(Struct, frozen=True, kw_only=True):
    """The surroundings of one page."""

    tabs: tuple[NavigationTab, ...] = ()
    current: str = ""
    """The name of the tab that is open."""
    place: str = ""
    """Where one is, such as the week, in the reader's language."""
    own: bool = True
    """Whether the reader may use the forms of the page. On a client's pages only the client may."""
    written_to: str = ""
    """The client, on a page that is theirs and that somebody else reads."""
    is_late: bool = False
    """Whether the lists that the page may show lack what was recorded last."""


EMPTY_LAYOUT = Layout()
"""Round a page of nobody's."""

PENCIL_ICON = "M4 20h16M6.5 16l.8-3.2L16 4.1a1.7 1.7 0 0 1 2.4 0l1 1a1.7 1.7 0 0 1 0 2.4L10.7 16.2 6.5 17z"
WEEK_ICON = "M5 5h14v15H5zM5 9.5h14M9 3v4M15 3v4M9 14.5l2 2 4-4"
CHART_ICON = "M4 20h16M4.5 15.5l5-6 4 3.5 6-8"
CLOCK_ICON = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2"
DOTS_ICON = "M5.5 12h.01M12 12h.01M18.5 12h.01"
DESK_ICON = "M4 6h16M4 12h16M4 18h10"
COMPASS_ICON = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM15.5 8.5l-2 5-5 2 2-5z"
GROUP_ICON = "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 19a5.5 5.5 0 0 1 11 0M16 5.3a3 3 0 0 1 0 5.4M17.5 14a5.5 5.5 0 0 1 3 5"
SLIDERS_ICON = "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h9M17 17h3M15 15v4"
FLASK_ICON = "M9.5 4h5M10.5 4v6L5.5 19h13l-5-9V4"


def client_tabs(journey_id: UUID) -> tuple[NavigationTab, ...]:
    """The pages of a client in her own journey."""
    at = f"/journeys/{journey_id}"
    return (
        NavigationTab(
            name="week", label=pgettext_noop("menu", "This week"), href=f"{at}/week", icon=WEEK_ICON
        ),
        NavigationTab(name="log", label=pgettext_noop("menu", "Log"), href=f"{at}/log", icon=PENCIL_ICON),
        NavigationTab(
            name="profile", label=pgettext_noop("menu", "Profile"), href=f"{at}/profile", icon=CHART_ICON
        ),
        NavigationTab(
            name="agenda", label=pgettext_noop("menu", "To do"), href=f"{at}/agenda", icon=CLOCK_ICON
        ),
        NavigationTab(name="more", label=pgettext_noop("menu", "More"), href=f"{at}/more", icon=DOTS_ICON),
    )


def staff_tabs(caller: Caller) -> tuple[NavigationTab, ...]:
    """The pages of whoever works with journeys, by the roles they have."""
    return tuple(_staff_tabs(caller))


def _staff_tabs(caller: Caller) -> Iterator[NavigationTab]:
    if "coach" in caller.roles:
        yield NavigationTab(name="desk", label=pgettext_noop("menu", "Clients"), href="/desk", icon=DESK_ICON)
        yield NavigationTab(
            name="discoveries",
            label=pgettext_noop("menu", "Tips"),
            href="/desk/discoveries",
            icon=COMPASS_ICON,
        )
    if caller.roles & {"manager", "admin"}:
        yield NavigationTab(
            name="programmes", label=pgettext_noop("menu", "Programmes"), href="/programmes", icon=CHART_ICON
        )
    if caller.roles & {"researcher", "admin"}:
        yield NavigationTab(
            name="studies", label=pgettext_noop("menu", "Studies"), href="/studies", icon=FLASK_ICON
        )
    if "admin" in caller.roles:
        yield NavigationTab(
            name="people", label=pgettext_noop("menu", "People"), href="/people", icon=GROUP_ICON
        )
        yield NavigationTab(
            name="settings", label=pgettext_noop("menu", "Settings"), href="/settings", icon=SLIDERS_ICON
        )


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
"""A page holds private words: nothing of it is kept, framed or sent elsewhere.

What our own service worker keeps of a client's pages is said by `KEPT_FOR`.
"""
KEPT_FOR = "X-Kept-For"
"""For whom the service worker keeps a page, as in `RequestContext.kept_for`: of anybody else it lets go."""


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("service.web"),
        autoescape=True,
        auto_reload=False,
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
    "feedback_labels": feedback_labels,
    "guess_labels": guess_labels,
    "said": ENGLISH_WORDS,
    "here": current_request,
    "said_of": _said_of,
    "printed_change": printed_change,
    "languages": LANGUAGE_NAMES,
    "layout": EMPTY_LAYOUT,
}
"""What every template may ask."""


_FILTERS: dict[str, Callable[..., object]] = {
    "signed": signed_number,
    "whole": round_half_up,
    "first_up": _first_up,
    "translate": _translate,
    "tel": tel_address,
    "sms": sms_address,
    "unquoted": unquoted,
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
        headers={
            **PAGE_HEADERS,
            **({} if current_request().path else {"Referrer-Policy": "no-referrer"}),
            KEPT_FOR: current_request().kept_for or "nobody",
            "Content-Language": current_translator().language,
        },
    )


HtmlResponse = Response[str]


OF_A_JOURNEY = ("/journeys/", "/clients/")


def redirect_to(path: str) -> HtmlResponse:
    """Go on to another page. After a form about a journey its address says how many entries that page must know."""
    recorded = current_request().recorded
    if recorded and path.startswith(OF_A_JOURNEY):
        address, mark, fragment = path.partition("#")
        path = f"{address}{'&' if '?' in address else '?'}at={recorded}{mark}{fragment}"
    return Response("", status_code=HTTPStatus.SEE_OTHER, headers={"location": path}, media_type="text/html")
