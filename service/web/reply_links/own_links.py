"""The links of the client who visits: hers only, and only where there are accounts."""

from datetime import datetime
from uuid import UUID

from litestar.exceptions import NotFoundException
from msgspec import Struct
from msgspec.structs import replace

from domain.journey.events.weeks import monday_of
from projections.refusals.projection import REFUSALS
from service.application.folded_journey import FoldedJourney
from service.authorization.authorized_journeys import AuthorizedJourney
from service.container import Services
from service.reply_links.links import ReplyLink
from service.reply_links.store import ReplyLinks
from service.web.page_context import PageContext
from service.web.reply_links.link_subjects import find_subject, is_askable


class WaitingReply(Struct, frozen=True, kw_only=True):
    """A reply that waits to be read."""

    link: ReplyLink
    about: str
    """The role, or the contact; empty if it cannot be named any more."""


def require_own_links(services: Services, folded: AuthorizedJourney) -> ReplyLinks:
    """The links of the client's own journey. Raises `NotFoundException` for everybody else, and without accounts."""
    if services.accounts is None or folded.level != "own":
        raise NotFoundException
    return services.accounts.reply_links


async def own_links(
    services: Services, context: PageContext, folded: AuthorizedJourney
) -> tuple[ReplyLink, ...]:
    """The client's links, the oldest first; none for everybody else, and without accounts."""
    if services.accounts is None or folded.level != "own":
        return ()
    links = await services.accounts.reply_links.list(context.caller, folded.journey_id)
    return tuple(
        replace(
            one,
            takes_replies=one.takes_replies and is_askable(folded.journey, one.purpose, one.about_id),
        )
        for one in links
    )


async def latest_link(
    services: Services, context: PageContext, folded: AuthorizedJourney, about_id: UUID
) -> ReplyLink | None:
    """The client's link about a step or a contact that is open, or whose reply waits; without one, the last that closed."""
    links = await own_links(services, context, folded)
    about = [one for one in reversed(links) if one.about_id == about_id]
    return min(about, key=lambda one: one.state == "closed", default=None)


async def waiting_replies(
    services: Services, context: PageContext, folded: AuthorizedJourney
) -> tuple[WaitingReply, ...]:
    """The replies to mention to the client; the page has loaded `REFUSALS`."""
    links = await own_links(services, context, folded)
    return tuple(
        WaitingReply(link=one, about=_named(folded, one))
        for one in links
        if one.state == "replied" and may_mention(folded, one, context.moment)
    )


def may_mention(folded: FoldedJourney, link: ReplyLink, now: datetime) -> bool:
    """Whether a page that is about other things names a link; the page has loaded `REFUSALS`.

    No reply in a week off, no reasons of an organisation while care comes first, and none that was put off.
    """
    if link.state != "replied":
        return True
    resting = monday_of(folded.today) in folded.journey.weeks.rests
    care = link.purpose == "organisation" and folded.view(REFUSALS).care is not None
    return not resting and not care and _is_due(link, now)


def _is_due(link: ReplyLink, now: datetime) -> bool:
    return link.postponed_until is None or link.postponed_until <= now


def _named(folded: FoldedJourney, link: ReplyLink) -> str:
    found = find_subject(folded.journey, link.purpose, link.about_id)
    return found.name if found else ""
