"""Where the client reads a reply when she wants to, and keeps it or deletes it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Literal
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from domain.journey.commands.network import AddContact
from domain.redacted import is_readable
from projections.strengths.projection import STRENGTHS
from service.application.batch_results import CommandIdTaken
from service.authorization.authorized_journeys import AuthorizedJourney
from service.clock import stored_time_zone
from service.container import Services
from service.http.dependencies import AnyRequest, ServicesDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.reply_links.links import ReplyLink, UnreadableReply
from service.reply_links.replies import LinkReply, OrganisationReply, SupporterReply
from service.web.error_pages import PageError
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.form_submission import form_batch, submit_commands
from service.web.page_context import PageContext, PageContextDependency, set_entries_recorded
from service.web.refusals.heard_points import MISSED_POINTS
from service.web.refusals.labels import USE_CHOICES
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.reply_links import labels
from service.web.reply_links.keep_forms import keep_commands, known_strength
from service.web.reply_links.link_subjects import find_subject
from service.web.reply_links.own_links import require_own_links
from service.web.reply_links.person_in_reply import person_in

GONE = gettext_noop("This reply is gone.")
GONE_TEXT = gettext_noop("It was deleted. Nothing of it was recorded.")
BEING_KEPT = gettext_noop("You already chose to keep this reply.")
BEING_KEPT_TEXT = gettext_noop("You chose to keep it in another window. It was not deleted.")
KEPT = gettext_noop("You kept this reply.")
KEPT_TEXT = gettext_noop("What it says is in your journey now.")
NOTHING_NEW = gettext_noop("There is nothing new in it to record. Add what you take from it, or delete it.")
TO_DO = gettext_noop("Go to your to-do list")
SEE_THE_REPLY = gettext_noop("Go to the reply")
SEE_WHAT_BECAME = gettext_noop("See what you kept")


class KeptBefore(PageError):
    """A reply that was kept: where to find what it became."""

    def __init__(self, address: str) -> None:
        translator = current_translator()
        super().__init__(
            translator.gettext(KEPT_TEXT),
            status=HTTPStatus.GONE,
            title=translator.gettext(KEPT),
            href=address.partition("?")[0],
            link=SEE_WHAT_BECAME,
        )
        self.address = address


class OwnReply(Struct, frozen=True, kw_only=True):
    """A reply with the link that brought it, and the journey it is for."""

    folded: AuthorizedJourney
    link: ReplyLink
    reply: LinkReply | None
    """None if it cannot be opened."""

    @property
    def strengths(self) -> Mapping[UUID, str]:
        """The wordings of the strengths that are known, by id."""
        known = self.folded.view(STRENGTHS).strengths
        return {one.strength_id: one.wording for one in known if is_readable(one.wording)}


@get("/journeys/{journey_id:uuid}/replies/{link_id:uuid}", name="waiting_reply")
async def waiting_reply_page(
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    link_id: FromPath[UUID],
) -> HtmlResponse:
    """Whether to read it now, on another day, or never; nothing of it is shown yet."""
    own = await _load(services, context, journey_id, link_id)
    return await _shown(context, own, FormData(), "waiting")


@get("/journeys/{journey_id:uuid}/replies/{link_id:uuid}/read", name="read_reply")
async def read_reply_page(
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    link_id: FromPath[UUID],
) -> HtmlResponse:
    """What they say, and what to do with it."""
    own = await _load(services, context, journey_id, link_id)
    return await _shown(context, own, FormData())


@post("/journeys/{journey_id:uuid}/replies/{link_id:uuid}/later", name="postpone_reply")
async def postpone_reply(
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    link_id: FromPath[UUID],
) -> HtmlResponse:
    """Not to be mentioned before tomorrow morning."""
    own = await _load(services, context, journey_id, link_id)
    links, zone = require_own_links(services, own.folded), stored_time_zone(own.folded.journey.time_zone)
    tomorrow = datetime.combine(own.folded.today + timedelta(days=1), time(), zone)
    await links.postpone_reply(context.caller, journey_id, link_id, tomorrow)
    return redirect_to(f"/journeys/{journey_id}/agenda?told=reply-later")


@post("/journeys/{journey_id:uuid}/replies/{link_id:uuid}/discard", name="discard_reply")
async def discard_reply(
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    link_id: FromPath[UUID],
) -> HtmlResponse:
    """Delete it, read or not; nothing is recorded."""
    own = await _load(services, context, journey_id, link_id)
    if not await require_own_links(services, own.folded).discard_reply(context.caller, journey_id, link_id):
        await _load(services, context, journey_id, link_id)
        raise _being_kept(own)
    return redirect_to(f"/journeys/{journey_id}/agenda?told=reply-deleted")


@post("/journeys/{journey_id:uuid}/replies/{link_id:uuid}/keep", name="keep_reply")
async def keep_reply(
    request: AnyRequest,
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    link_id: FromPath[UUID],
) -> HtmlResponse:
    """Record it in the journey, and delete it where it waited.

    Sent again it leads to what it became, also after a failure in between.
    """
    form = await read_form(request)
    try:
        return await _keep(services, context, await _load(services, context, journey_id, link_id, form), form)
    except KeptBefore as before:
        return redirect_to(before.address)


async def _keep(services: Services, context: PageContext, own: OwnReply, form: FormData) -> HtmlResponse:
    links, folded, link = require_own_links(services, own.folded), own.folded, own.link
    place = context.caller, folded.journey_id, link.link_id
    if own.reply is None:
        return await _shown(context, own, FormData())
    commands = keep_commands(form, link, own.reply, folded.journey, folded.today, strengths=own.strengths)
    if form.errors:
        return await _shown(context, own, form)
    if not commands:
        form.add_error(FORM_ERROR, current_translator().gettext(NOTHING_NEW))
        return await _shown(context, own, form)
    held = await links.begin_keeping(*place)
    if held and await submit_commands(context, folded.journey_id, form, *commands):
        await links.remove_kept_reply(*place)
        person_only = {type(one) for one in commands} == {AddContact}
        receipt = "person-kept" if person_only else "reply-kept"
        return redirect_to(f"{became_at(folded.journey_id, link)}?told={receipt}")
    if held and not form.busy:
        # Busy, it may have been recorded all the same.
        await links.stop_keeping(*place)
    # Perhaps it was kept or deleted meanwhile.
    return await _shown(context, await _load(services, context, *place[1:], form), form)


async def _load(
    services: Services,
    context: PageContext,
    journey_id: UUID,
    link_id: UUID,
    form: FormData | None = None,
) -> OwnReply:
    """The client's own reply. Raises `KeptBefore`, and `NotFoundException` if none came, or it is somebody else's.

    A reply that was kept and still waits, for something failed in between, is deleted.
    """
    folded = await context.load("read_portrait", journey_id, STRENGTHS)
    links = require_own_links(services, folded)
    own = await links.list(context.caller, journey_id)
    link = next((one for one in own if one.link_id == link_id), None)
    if link is None or link.replied_at is None:
        raise NotFoundException
    reply, is_waiting = None, True
    try:
        reply = await links.read_reply(context.caller, journey_id, link_id)
        is_waiting = reply is not None
    except UnreadableReply:
        pass
    # After it was read: who keeps it in another window records it before it is deleted.
    if await _was_kept(context, journey_id, link_id, form or FormData()):
        if is_waiting:
            await links.remove_kept_reply(context.caller, journey_id, link_id)
        there = find_subject(folded.journey, link.purpose, link.about_id) is not None
        address = became_at(journey_id, link) if there else f"/journeys/{journey_id}/agenda"
        raise KeptBefore(f"{address}?told=reply-kept-before")
    if not is_waiting:
        raise _gone(journey_id)
    return OwnReply(folded=folded, link=link, reply=reply)


async def _was_kept(context: PageContext, journey_id: UUID, link_id: UUID, form: FormData) -> bool:
    """Whether a reply was recorded, by this form or with other choices."""
    form.command_id = link_id
    try:
        recorded = await context.journeys.recorded_result(journey_id, form_batch(form, ()))
    except CommandIdTaken:
        return True
    if recorded:
        set_entries_recorded(recorded.version)
    return recorded is not None


def became_at(journey_id: UUID, link: ReplyLink) -> str:
    """Where a reply is found after it was kept."""
    place = "refusals" if link.purpose == "organisation" else "people"
    return f"/journeys/{journey_id}/{place}/{link.about_id}"


def _gone(journey_id: UUID) -> PageError:
    return _in_its_place(HTTPStatus.GONE, GONE, GONE_TEXT, f"/journeys/{journey_id}/agenda", TO_DO)


def _being_kept(own: OwnReply) -> PageError:
    reply = f"/journeys/{own.folded.journey_id}/replies/{own.link.link_id}"
    return _in_its_place(HTTPStatus.CONFLICT, BEING_KEPT, BEING_KEPT_TEXT, reply, SEE_THE_REPLY)


def _in_its_place(status: HTTPStatus, title: str, text: str, href: str, link: str) -> PageError:
    """A page that says why a reply is not shown, and leads on."""
    words = current_translator()
    return PageError(words.gettext(text), status=status, title=words.gettext(title), href=href, link=link)


async def _shown(
    context: PageContext, own: OwnReply, form: FormData, template: Literal["waiting", "reply"] = "reply"
) -> HtmlResponse:
    journey, link, reply = own.folded.journey, own.link, own.reply
    subject = find_subject(journey, link.purpose, link.about_id)
    return await context.beside_loop(
        own.folded,
        lambda: render_page(
            f"reply_links/{'unreadable' if reply is None else template}.html",
            status=form.status,
            layout=context.client_layout(own.folded, "agenda"),
            at=f"/journeys/{own.folded.journey_id}",
            here_at=f"/journeys/{own.folded.journey_id}/replies/{link.link_id}",
            form=form,
            link=link,
            replied_on=_day(link.replied_at or link.made_at, journey.time_zone),
            subject=subject.name if subject else "",
            reply=reply,
            by_organisation=link.purpose == "organisation",
            person=person_in(reply) if isinstance(reply, SupporterReply) else None,
            strengths=[*own.strengths.items()],
            known_id=known_strength(own.reply, own.strengths),
            nothing_new=NOTHING_NEW if subject and not form.errors and _says_nothing_new(own) else "",
            missed=MISSED_POINTS,
            uses={code: text for code, text in USE_CHOICES.items() if code not in {"ask", "strength"}},
            link_labels=labels,
        ),
    )


def _says_nothing_new(own: OwnReply) -> bool:
    """Whether an organisation says only what the journey says already: then only what the client adds is recorded."""
    if not isinstance(own.reply, OrganisationReply):
        return False
    folded = own.folded
    return not keep_commands(FormData(), own.link, own.reply, folded.journey, folded.today, strengths={})


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(stored_time_zone(zone)).date()


HANDLERS = (waiting_reply_page, read_reply_page, postpone_reply, discard_reply, keep_reply)
