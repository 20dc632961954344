"""Where the client reads a reply when she wants to, and keeps it or throws it away."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from domain.journey.commands.evidence import RecordEvidence
from domain.redacted import is_readable
from projections.strengths.projection import STRENGTHS
from service.authorization.authorized_journeys import AuthorizedJourney
from service.clock import stored_time_zone
from service.container import Services
from service.http.dependencies import AnyRequest, ServicesDependency
from service.reply_links.links import ReplyLink
from service.reply_links.replies import LinkReply, OrganisationReply
from service.web.form_data import FormData, read_form
from service.web.form_submission import submit_commands
from service.web.page_context import PageContext, PageContextDependency
from service.web.refusals.heard_points import MISSED_POINTS
from service.web.refusals.labels import USE_CHOICES
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.reply_links import labels
from service.web.reply_links.keep_forms import keep_commands, known_strength
from service.web.reply_links.own_links import find_subject, require_own_links

MOST_OF_A_RELATION = 200


class OwnReply(Struct, frozen=True, kw_only=True):
    """A reply with the link that brought it, and the journey it is for."""

    folded: AuthorizedJourney
    link: ReplyLink
    reply: LinkReply

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
    return await _shown(context, await _load(services, context, journey_id, link_id), FormData(), read=False)


@get("/journeys/{journey_id:uuid}/replies/{link_id:uuid}/read", name="read_reply")
async def read_reply_page(
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    link_id: FromPath[UUID],
) -> HtmlResponse:
    """What they say, and what to do with it."""
    return await _shown(context, await _load(services, context, journey_id, link_id), FormData())


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
    await require_own_links(services, own.folded).discard_reply(context.caller, journey_id, link_id)
    return redirect_to(f"/journeys/{journey_id}/agenda?told=reply-deleted")


@post("/journeys/{journey_id:uuid}/replies/{link_id:uuid}/keep", name="keep_reply")
async def keep_reply(
    request: AnyRequest,
    services: ServicesDependency,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    link_id: FromPath[UUID],
) -> HtmlResponse:
    """Record it in the journey, and delete it where it waited."""
    own, form = await _load(services, context, journey_id, link_id), await read_form(request)
    journey, today = own.folded.journey, own.folded.today
    commands = keep_commands(form, own.link, own.reply, journey, today, strengths=own.strengths)
    kept = not form.errors and (not commands or await submit_commands(context, journey_id, form, *commands))
    if not kept:
        return await _shown(context, own, form)
    await require_own_links(services, own.folded).discard_reply(context.caller, journey_id, link_id)
    if not commands:
        return redirect_to(f"/journeys/{journey_id}/agenda?told=reply-empty")
    if own.link.purpose == "organisation":
        return redirect_to(f"/journeys/{journey_id}/refusals/{own.link.about_id}?told=reply-kept")
    receipt = "reply-kept" if any(isinstance(one, RecordEvidence) for one in commands) else "person-kept"
    return redirect_to(f"/journeys/{journey_id}/people/{own.link.about_id}?told={receipt}")


async def _load(services: Services, context: PageContext, journey_id: UUID, link_id: UUID) -> OwnReply:
    """The client's own reply. Raises `NotFoundException` if none waits there, or it is somebody else's."""
    folded = await context.load("read_portrait", journey_id, STRENGTHS)
    links = require_own_links(services, folded)
    own = await links.list(context.caller, journey_id)
    link = next((one for one in own if one.link_id == link_id and one.state == "replied"), None)
    reply = await links.read_reply(context.caller, journey_id, link_id) if link else None
    if link is None or reply is None:
        raise NotFoundException
    return OwnReply(folded=folded, link=link, reply=reply)


async def _shown(context: PageContext, own: OwnReply, form: FormData, *, read: bool = True) -> HtmlResponse:
    journey, link = own.folded.journey, own.link
    subject = find_subject(journey, link.purpose, link.about_id)
    by_organisation = isinstance(own.reply, OrganisationReply)
    name, _, does = (own.reply.person if not isinstance(own.reply, OrganisationReply) else "").partition(",")
    return await context.beside_loop(
        own.folded,
        lambda: render_page(
            "reply_links/reply.html" if read else "reply_links/waiting.html",
            status=form.status,
            layout=context.client_layout(own.folded, "agenda"),
            at=f"/journeys/{own.folded.journey_id}",
            here_at=f"/journeys/{own.folded.journey_id}/replies/{link.link_id}",
            form=form,
            link=link,
            replied_on=_day(link.replied_at or link.made_at, journey.time_zone),
            subject=subject.name if subject else "",
            reply=own.reply,
            by_organisation=by_organisation,
            person_name=name.strip(),
            person_does=_told_of(does.strip(), own.reply),
            strengths=[*own.strengths.items()],
            known_id=known_strength(own.reply, own.strengths),
            missed=MISSED_POINTS,
            uses={code: text for code, text in USE_CHOICES.items() if code not in {"ask", "strength"}},
            link_labels=labels,
        ),
    )


def _told_of(does: str, reply: LinkReply) -> str:
    """What a supporter says of the person: what they do, and why to meet them."""
    why = "" if isinstance(reply, OrganisationReply) else reply.why
    return ". ".join(one for one in (does, why) if one)[:MOST_OF_A_RELATION]


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(stored_time_zone(zone)).date()


HANDLERS = (waiting_reply_page, read_reply_page, postpone_reply, discard_reply, keep_reply)
