"""The pages of reply links: by their secret address, without account and script, once.

An address that is wrong, was used, has expired or was withdrawn answers the same page, byte for byte.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType

from litestar import get, post
from litestar.params import FromPath
from msgspec import Struct

from domain.errors import UnknownJourney
from domain.vocabulary import Language
from service.account_services import AccountServices
from service.accounts.errors import Throttled
from service.accounts.throttle import REPLY, AttemptSource
from service.container import Services
from service.http.dependencies import AnyRequest, ServicesDependency
from service.http.request_headers import client_address
from service.localization.current_translator import set_language
from service.localization.locales import LANGUAGES
from service.reply_links.links import LinkPurpose, OpenLink, Receipt, SentForm
from service.reply_links.replies import LinkReply
from service.web.form_data import FormData, read_form
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.reply_links import labels
from service.web.reply_links.guest_forms import parse_organisation_reply, parse_supporter_reply
from service.web.reply_links.link_subjects import is_askable

SPEAK = "speak"
"""The field by which a button asks for the page in another language."""


class LinkPage(Struct, frozen=True, kw_only=True):
    """One kind of link: where it is, its template, and its form."""

    prefix: str
    template: str
    parse: Callable[[FormData], LinkReply]


LINK_PAGES: Mapping[LinkPurpose, LinkPage] = MappingProxyType(
    {
        "organisation": LinkPage(
            prefix="/a", template="reply_links/organisation.html", parse=parse_organisation_reply
        ),
        "supporter": LinkPage(
            prefix="/s", template="reply_links/supporter.html", parse=parse_supporter_reply
        ),
    }
)


def link_path(purpose: LinkPurpose, secret: str) -> str:
    """The address of a link on this service."""
    return f"{LINK_PAGES[purpose].prefix}/{secret}"


@get("/a/{secret:str}", name="answer_link")
async def organisation_page(
    request: AnyRequest, services: ServicesDependency, secret: FromPath[str]
) -> HtmlResponse:
    """Where an organisation gives its reasons for a rejection."""
    return await _show(request, services, "organisation", secret)


@post("/a/{secret:str}", name="answer_link_sent")
async def organisation_reply(
    request: AnyRequest, services: ServicesDependency, secret: FromPath[str]
) -> HtmlResponse:
    """Keep the reasons until the client reads them."""
    return await _receive(request, services, "organisation", secret)


@get("/s/{secret:str}", name="supporter_link")
async def supporter_page(
    request: AnyRequest, services: ServicesDependency, secret: FromPath[str]
) -> HtmlResponse:
    """Where somebody says which strength they have seen, and whom the client should meet."""
    return await _show(request, services, "supporter", secret)


@post("/s/{secret:str}", name="supporter_link_sent")
async def supporter_reply(
    request: AnyRequest, services: ServicesDependency, secret: FromPath[str]
) -> HtmlResponse:
    """Keep what they say until the client reads it."""
    return await _receive(request, services, "supporter", secret)


@get("/replies/{what:str}", name="reply_done")
async def reply_done(request: AnyRequest, what: FromPath[str]) -> HtmlResponse:
    """What is shown after a reply was sent, or a link was closed."""
    _speak(request.query_params.get("locale", ""))
    if what not in {"sent", "declined"}:
        return _closed()
    return _guest_page("reply_links/done.html", sent=what == "sent")


async def _show(request: AnyRequest, services: Services, purpose: LinkPurpose, secret: str) -> HtmlResponse:
    accounts = services.accounts
    if accounts is None or not await _is_admitted(request, accounts):
        return _closed() if accounts is None else _too_many(FormData())
    link = await _find(services, accounts, purpose, secret)
    return _closed() if link is None else _form_page(link, secret, FormData())


async def _receive(
    request: AnyRequest, services: Services, purpose: LinkPurpose, secret: str
) -> HtmlResponse:
    form, accounts = await read_form(request), services.accounts
    language = _speak(form.first(SPEAK) or form.first("locale"))
    if accounts is None or not await _is_admitted(request, accounts):
        return _closed() if accounts is None else _too_many(form)
    links, sent = accounts.reply_links, _sent_form(form)
    link = await _find(services, accounts, purpose, secret)
    if link is None:
        return _again(await links.find_receipt(secret, sent), form, language)
    if form.first(SPEAK):
        return _form_page(link, secret, form, language)
    if form.first("decline") == "yes":
        if await links.decline(link, secret, sent):
            return _done("declined", language)
        return _again(await links.find_receipt(secret, sent), form, language)
    reply = LINK_PAGES[purpose].parse(form)
    if form.errors:
        return _form_page(link, secret, form, language)
    if await links.store_reply(link, secret, sent, reply):
        return _done("sent", language)
    return _again(await links.find_receipt(secret, sent), form, language)


def _again(receipt: Receipt | None, form: FormData, language: Language | None) -> HtmlResponse:
    """The answer to a form that finds its link closed: whoever sent it before is told more than that."""
    if receipt is None:
        return _closed()
    if receipt != "other":
        return _done("sent" if receipt == "same" else "declined", language)
    return _guest_page("reply_links/already.html", status=HTTPStatus.CONFLICT, texts=form.free_texts)


def _done(what: str, language: Language | None) -> HtmlResponse:
    return redirect_to(f"/replies/{what}" + (f"?locale={language}" if language else ""))


def _sent_form(form: FormData) -> SentForm:
    _, filled = form.submission
    return SentForm(
        form_id=form.command_id, filled_in=[one for one in filled if one[0] not in {SPEAK, "locale"}]
    )


def _speak(wanted: str) -> Language | None:
    """Answers in the language that was chosen on the page, which is kept by nothing but its forms and addresses."""
    language: Language | None = next((one for one in LANGUAGES if one == wanted), None)
    if language:
        set_language(language)
    return language


async def _is_admitted(request: AnyRequest, accounts: AccountServices) -> bool:
    # By network only: whoever signs in often is known on as many devices.
    source = AttemptSource(client_address(request.scope))
    try:
        await accounts.accounts.count_attempt(REPLY, source)
    except Throttled:
        return False
    return True


async def _find(
    services: Services, accounts: AccountServices, purpose: LinkPurpose, secret: str
) -> OpenLink | None:
    """The open link at an address of this purpose, about something that was not withdrawn."""
    link = await accounts.reply_links.find(secret)
    if link is None or link.purpose != purpose:
        return None
    try:
        read = await services.journeys.read(link.journey_id, tenant_id=link.tenant_id)
    except UnknownJourney:
        return None
    return link if is_askable(read.journey, purpose, link.about_id) else None


def _form_page(link: OpenLink, secret: str, form: FormData, language: Language | None = None) -> HtmlResponse:
    page = LINK_PAGES[link.purpose]
    return _guest_page(
        page.template,
        status=form.status,
        form=form,
        locale=language or "",
        name=link.text.first_name,
        subject=link.text.subject,
        here_at=f"{page.prefix}/{secret}",
        until=link.last_day,
        link_labels=labels,
    )


def _closed() -> HtmlResponse:
    return _guest_page("reply_links/closed.html", status=HTTPStatus.NOT_FOUND)


def _too_many(form: FormData) -> HtmlResponse:
    """Asks to wait; what was filled in goes with the page, which sends it again."""
    answer = _guest_page("reply_links/too_many.html", status=HTTPStatus.TOO_MANY_REQUESTS, form=form)
    answer.headers["retry-after"] = str(int(REPLY.window.total_seconds()))
    return answer


def _guest_page(template: str, *, status: HTTPStatus = HTTPStatus.OK, **context: object) -> HtmlResponse:
    return render_page(template, status=status, **{"here_at": "", **context})


HANDLERS = (
    organisation_page,
    organisation_reply,
    supporter_page,
    supporter_reply,
    reply_done,
)
