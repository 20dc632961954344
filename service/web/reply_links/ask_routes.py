"""Where the client makes a link, sees its address once, says that she sent it, and withdraws it."""

from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from domain.journey.commands.feedback import RequestFeedback
from domain.redacted import is_readable
from service.authorization.actions import Action
from service.authorization.authorized_journeys import AuthorizedJourney
from service.container import Services
from service.http.account_dependencies import public_origin
from service.http.dependencies import AnyRequest, ServicesDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.reply_links.links import (
    LinkMadeBefore,
    LinkPurpose,
    LinkState,
    LinkText,
    ReplyLink,
    TooManyLinks,
)
from service.reply_links.store import ReplyLinks
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.form_submission import submit_commands
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.reply_links.guest_routes import link_path
from service.web.reply_links.link_subjects import LinkSubject, find_subject
from service.web.reply_links.own_links import own_links, require_own_links

CONFIRMATIONS = {
    "sent": gettext_noop("Saved. What they answer waits here until you want to read it."),
    "withdrawn": gettext_noop("Withdrawn. The link is closed."),
}
TOO_MANY = {
    "open": gettext_noop("%(most)s links are open already. Withdraw one, or wait for a reply."),
    "month": gettext_noop("You made %(most)s links in the past 30 days. That is as many as there can be."),
}
REPLY_WAITS = gettext_noop("A reply is here already. Read it before you ask again.")
LINKS_REST = gettext_noop(
    "While the use of your journey is stopped, every link is closed. Make one afterwards."
)
MOST_OF_A_NAME = 60
MOST_OF_A_JOB = 120
READING: dict[LinkPurpose, Action] = {"organisation": "read_refusals", "supporter": "read_network"}


@get("/journeys/{journey_id:uuid}/ask/{purpose:str}/{about_id:uuid}", name="ask_by_link")
async def ask_page(
    *,
    request: AnyRequest,
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    purpose: FromPath[str],
    about_id: FromPath[UUID],
) -> HtmlResponse:
    """What the other side will see, and the link if there is one."""
    folded, subject = await _load(context, journey_id, purpose, about_id)
    return await _shown(
        request=request, services=services, context=context, folded=folded, subject=subject, form=FormData()
    )


@post("/journeys/{journey_id:uuid}/ask/{purpose:str}/{about_id:uuid}", name="make_link")
async def make_link(
    *,
    request: AnyRequest,
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    purpose: FromPath[str],
    about_id: FromPath[UUID],
) -> HtmlResponse:
    """Make a link; its address is shown on the page that answers, and never again."""
    folded, subject = await _load(context, journey_id, purpose, about_id)
    links, form = _askable(services, folded, subject), await read_form(request)
    first_name = form.text("first_name", needed=True, most=MOST_OF_A_NAME)
    about = form.text("subject", needed=True, most=MOST_OF_A_JOB)
    own = await own_links(services, context, folded)
    if _find(own, subject, "replied"):
        form.add_error(FORM_ERROR, current_translator().gettext(REPLY_WAITS))
    restrictions = services.accounts.authorizer.restrictions if services.accounts else None
    if restrictions and await restrictions.is_restricted(context.caller.tenant_id, journey_id):
        form.add_error(FORM_ERROR, current_translator().gettext(LINKS_REST))
    secret = None
    if first_name and about and not form.errors:
        for one in own:
            # Nobody can answer them, so none of them counts as open.
            if one.state == "open" and not one.takes_replies:
                await links.withdraw(context.caller, journey_id, one.link_id)
        text = LinkText(first_name=first_name, subject=about)
        try:
            secret = await links.create(
                context.caller, journey_id, subject.purpose, about_id, text, form_id=form.command_id
            )
        except LinkMadeBefore:
            # Its page is loaded again.
            form = FormData()
        except TooManyLinks as error:
            most = current_translator().number(error.most)
            sentence = current_translator().gettext(TOO_MANY[error.limit]) % {"most": most}
            form.add_error(FORM_ERROR, sentence)
    address = public_origin(request) + link_path(subject.purpose, secret) if secret else ""
    return await _shown(
        request=request,
        services=services,
        context=context,
        folded=folded,
        subject=subject,
        form=form,
        address=address,
    )


@post("/journeys/{journey_id:uuid}/ask/{purpose:str}/{about_id:uuid}/withdraw", name="withdraw_link")
async def withdraw_link(
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    purpose: FromPath[str],
    about_id: FromPath[UUID],
) -> HtmlResponse:
    """Close the link; whoever has its address finds it closed."""
    folded, subject = await _load(context, journey_id, purpose, about_id)
    links = require_own_links(services, folded)
    if one := _find(await links.list(context.caller, journey_id), subject, "open"):
        await links.withdraw(context.caller, journey_id, one.link_id)
    return redirect_to(f"{_address(journey_id, subject)}?told=withdrawn")


@post("/journeys/{journey_id:uuid}/ask/{purpose:str}/{about_id:uuid}/sent", name="link_sent")
async def note_link_sent(
    *,
    request: AnyRequest,
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    purpose: FromPath[str],
    about_id: FromPath[UUID],
) -> HtmlResponse:
    """Record that an organisation was asked for its reasons, in writing. Of a supporter nothing is recorded before a reply."""
    folded, subject = await _load(context, journey_id, purpose, about_id)
    _askable(services, folded, subject)
    if subject.purpose == "supporter":
        return redirect_to(_address(journey_id, subject))
    form = await read_form(request)
    asked = RequestFeedback(happened_on=folded.today, experiment_id=about_id, channel="mail", via="link")
    if await submit_commands(context, journey_id, form, asked):
        return redirect_to(f"{_address(journey_id, subject)}?told=sent")
    return await _shown(
        request=request, services=services, context=context, folded=folded, subject=subject, form=form
    )


async def _load(
    context: PageContext, journey_id: UUID, purpose: str, about_id: UUID
) -> tuple[AuthorizedJourney, LinkSubject]:
    known = next((one for one in get_args(LinkPurpose) if one == purpose), None)
    if known is None:
        raise NotFoundException
    folded = await context.load(READING[known], journey_id)
    subject = find_subject(folded.journey, known, about_id)
    if folded.level != "own":
        raise NotFoundException
    return folded, subject or LinkSubject(purpose=known, about_id=about_id, name="", askable=False)


def _askable(services: Services, folded: AuthorizedJourney, subject: LinkSubject) -> ReplyLinks:
    """The client's links, where a link about a subject can be answered. Raises `NotFoundException`."""
    if not subject.askable:
        raise NotFoundException
    return require_own_links(services, folded)


async def _shown(
    *,
    request: AnyRequest,
    services: Services,
    context: PageContext,
    folded: AuthorizedJourney,
    subject: LinkSubject,
    form: FormData,
    address: str = "",
) -> HtmlResponse:
    require_own_links(services, folded)
    own = await own_links(services, context, folded)
    if not subject.askable and not any(one.about_id == subject.about_id for one in own):
        raise NotFoundException
    called = folded.journey.started.event.called
    confirmation = CONFIRMATIONS.get(request.query_params.get("told", ""), "")
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "reply_links/ask.html",
            status=form.status,
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{folded.journey_id}",
            here_at=_address(folded.journey_id, subject),
            form=form,
            confirmation=current_translator().gettext(confirmation) if confirmation else "",
            subject=subject,
            first_name=called.split()[0] if is_readable(called) and called.split() else "",
            address=address,
            open_link=_find(own, subject, "open"),
            waiting=_find(own, subject, "replied"),
            closed=_find(own, subject, "closed"),
            may_say_sent=subject.purpose == "organisation"
            and subject.about_id not in folded.journey.feedback.requested,
        ),
    )


def _find(links: Sequence[ReplyLink], subject: LinkSubject, state: LinkState) -> ReplyLink | None:
    """The link about a subject that is in a state."""
    about = subject.purpose, subject.about_id
    return next((one for one in links if one.state == state and (one.purpose, one.about_id) == about), None)


def _address(journey_id: UUID, subject: LinkSubject) -> str:
    return f"/journeys/{journey_id}/ask/{subject.purpose}/{subject.about_id}"


HANDLERS = (ask_page, make_link, withdraw_link, note_link_sent)
