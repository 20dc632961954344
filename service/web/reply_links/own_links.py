"""The links of the client who visits: hers only, and only where there are accounts."""

from datetime import datetime
from uuid import UUID

from litestar.exceptions import NotFoundException
from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.weeks import monday_of
from domain.redacted import is_readable
from projections.refusals.projection import REFUSALS
from service.application.folded_journey import FoldedJourney
from service.authorization.authorized_journeys import AuthorizedJourney
from service.container import Services
from service.reply_links.links import LinkPurpose, ReplyLink
from service.reply_links.store import ReplyLinks
from service.web.page_context import PageContext


class LinkSubject(Struct, frozen=True, kw_only=True):
    """What a link is about: the job of a step that was rejected, or the contact who is asked."""

    purpose: LinkPurpose
    about_id: UUID
    name: str
    """The role of the step, or the contact."""


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


def find_subject(journey: Journey, purpose: LinkPurpose, about_id: UUID) -> LinkSubject | None:
    """What a link is to be about; None if the journey has no such step, or nobody of that id who can be named."""
    if purpose == "supporter":
        contact = journey.network.contacts.get(about_id)
        name = contact.name if contact and is_readable(contact.name) else None
        return LinkSubject(purpose=purpose, about_id=about_id, name=name) if name else None
    step = journey.experiments.get(about_id)
    if step is None or step.stage != "run":
        return None
    role = journey.roles.get(step.planned.role_id) if step.planned.role_id else None
    return LinkSubject(purpose=purpose, about_id=about_id, name=role.title if role else "")


async def link_under_way(
    services: Services, context: PageContext, folded: AuthorizedJourney, about_id: UUID
) -> ReplyLink | None:
    """The client's link about a step or a contact that is open, or whose reply waits."""
    if services.accounts is None or folded.level != "own":
        return None
    links = await services.accounts.reply_links.list(context.caller, folded.journey_id)
    return next((one for one in reversed(links) if one.about_id == about_id and one.state != "closed"), None)


async def waiting_replies(
    services: Services, context: PageContext, folded: AuthorizedJourney
) -> tuple[WaitingReply, ...]:
    """The replies to mention to the client; the page has loaded `REFUSALS`.

    None in a week off, no reasons of an organisation while care comes first, and none that was put off.
    """
    resting = monday_of(folded.today) in folded.journey.weeks.rests
    if services.accounts is None or folded.level != "own" or resting:
        return ()
    care = folded.view(REFUSALS).care is not None
    links = await services.accounts.reply_links.list(context.caller, folded.journey_id)
    return tuple(
        WaitingReply(link=one, about=_named(folded, one))
        for one in links
        if one.state == "replied"
        and _is_due(one, context.moment)
        and not (care and one.purpose == "organisation")
    )


def _is_due(link: ReplyLink, now: datetime) -> bool:
    return link.postponed_until is None or link.postponed_until <= now


def _named(folded: FoldedJourney, link: ReplyLink) -> str:
    found = find_subject(folded.journey, link.purpose, link.about_id)
    return found.name if found else ""
