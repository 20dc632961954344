"""The agenda: everything that is due, the forms that settle it, and the calendar feed."""

from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.accounts.calendar_feeds import CalendarFeeds
from service.authorization.authorized_journeys import AuthorizedJourney
from service.container import Services
from service.http.dependencies import AnyRequest, ServicesDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.agenda.calendar_events import calendar_events
from service.web.agenda.calendar_feed_routes import (
    ALARMS,
    CalendarFeedCard,
    calendar_file,
    calendar_finding,
    feed_address,
    feeds_for,
)
from service.web.agenda.forms import AGENDA_FORMS
from service.web.agenda.labels import ITEM_HEADINGS, KINDS_IN_OWN_WORDS
from service.web.agenda.page import PROJECTIONS, build_agenda_page
from service.web.agenda.weekly_email_routes import HANDLERS as WEEKLY
from service.web.agenda.weekly_email_routes import load_weekly_email_card
from service.web.form_data import FormData, read_form
from service.web.form_submission import FormContext, confirmation_text, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.refusals.follow_up_call import CALL_CHANNELS
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.reply_links.own_links import waiting_replies

OTHER_CONFIRMATIONS = {
    "feed-off": gettext_noop("Switched off. The address no longer works."),
    "weekly": gettext_noop("You will get one question a week by email, until you switch it off."),
    "reply-later": gettext_noop("Saved. It is back here tomorrow."),
    "reply-kept": gettext_noop("You kept this reply."),
    "reply-kept-before": gettext_noop("You kept this reply."),
    "reply-deleted": gettext_noop("Deleted. Nothing of it is recorded anywhere."),
    "weekly-off": gettext_noop("Switched off. You will get no more emails."),
}
SAVED = gettext_noop("Saved.")
ALARMS_SAVED = "alarms"


MOST_OVERDUE = 50
"""So many overdue things are shown at first."""


@get("/journeys/{journey_id:uuid}/agenda", name="agenda")
async def agenda(
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """What is due, first things first."""
    return await _shown(services, request, context, journey_id, FormData())


@post("/journeys/{journey_id:uuid}/agenda/{form_name:str}/{item_id:uuid}", name="agenda_deed")
async def submit_agenda_form(
    *,
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
    form_name: FromPath[str],
    item_id: FromPath[UUID],
) -> HtmlResponse:
    """Settle one of the things that are due."""
    about = FormContext(folded=await context.load("read_agenda", journey_id), item_id=item_id)
    form = await read_form(request)
    if await submit_form(context, about, AGENDA_FORMS, form_name, form):
        return redirect_to(
            f"/journeys/{journey_id}/agenda?told={AGENDA_FORMS[form_name].confirmation_name(form_name, form)}"
        )
    return await _shown(services, request, context, journey_id, form, about=item_id)


@post("/journeys/{journey_id:uuid}/agenda/feed", name="make_feed")
async def create_feed(
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """Make a secret address, or a new one in its place; it is shown on the page that answers, and never again."""
    feeds, form = await _own_feeds(context, journey_id), await read_form(request)
    alarms = form.choice("alarms", ALARMS, needed=True)
    if alarms is None:
        return await _shown(services, request, context, journey_id, form)
    names = form.first("names") == "yes"
    secret = await feeds.create(context.caller, journey_id, names=names, alarms=alarms)
    if secret is None:
        raise NotFoundException
    return await _shown(
        services, request, context, journey_id, FormData(), address=feed_address(request, secret)
    )


@post("/journeys/{journey_id:uuid}/agenda/feed/alarms", name="change_feed")
async def change_feed(
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """Choose which dates have an alarm, and whether titles have names; the address stays."""
    feeds, form = await _own_feeds(context, journey_id), await read_form(request)
    alarms = form.choice("alarms", ALARMS, needed=True)
    if alarms is None:
        return await _shown(services, request, context, journey_id, form)
    names = form.first("names") == "yes"
    if not await feeds.change_settings(context.caller, journey_id, names=names, alarms=alarms):
        raise NotFoundException
    return redirect_to(f"/journeys/{journey_id}/agenda?told={ALARMS_SAVED}")


@post("/journeys/{journey_id:uuid}/agenda/feed/off", name="end_feed")
async def delete_feed(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """Switch the feed off."""
    feeds = await _own_feeds(context, journey_id)
    await feeds.delete(context.caller, journey_id)
    return redirect_to(f"/journeys/{journey_id}/agenda?told=feed-off")


async def _own_feeds(context: PageContext, journey_id: UUID) -> CalendarFeeds:
    """The feeds, for the client of the journey only."""
    folded, feeds = await context.load("read_agenda", journey_id), feeds_for(context)
    if feeds is None or folded.level != "own":
        raise NotFoundException
    return feeds


async def _shown(
    services: Services,
    request: AnyRequest,
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    *,
    about: UUID | None = None,
    address: str = "",
) -> HtmlResponse:
    folded = await context.load("read_agenda", journey_id, *PROJECTIONS)
    feed, weekly = (
        await _feed(context, folded, address),
        await load_weekly_email_card(context, folded, services),
    )
    replies = await waiting_replies(services, context, folded)
    confirmation = confirmation_text(request, AGENDA_FORMS, OTHER_CONFIRMATIONS)
    if feed and feed.kept and request.query_params.get("told") == ALARMS_SAVED:
        confirmation = f"{current_translator().gettext(SAVED)} {feed.finding}"
    whole = bool(form.errors) or request.query_params.get("overdue") == "all"
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "agenda/agenda.html",
            most_overdue=None if whole else MOST_OVERDUE,
            status=form.status,
            layout=context.client_layout(folded, "agenda"),
            at=f"/journeys/{journey_id}",
            form=form,
            confirmation=confirmation,
            page=build_agenda_page(folded, current_translator()),
            about=about,
            own=folded.level in {"own", "whole"},
            feed=feed,
            weekly=weekly,
            replies=replies,
            heads=ITEM_HEADINGS,
            own_words=KINDS_IN_OWN_WORDS,
            ways=CALL_CHANNELS,
            today=folded.today,
        ),
    )


async def _feed(context: PageContext, folded: AuthorizedJourney, address: str) -> CalendarFeedCard | None:
    """None where there are no accounts; and nobody but the client has one."""
    feeds = feeds_for(context)
    if feeds is None or folded.level != "own":
        return None
    kept = await feeds.get(context.caller, folded.journey_id)
    if kept is None:
        return CalendarFeedCard(kept=None)
    translator = current_translator()
    events = calendar_events(folded, translator, context.moment, names=False, alarms=kept.alarms)
    return CalendarFeedCard(kept=kept, address=address, finding=calendar_finding(events, translator))


HANDLERS = (agenda, submit_agenda_form, create_feed, change_feed, delete_feed, calendar_file, *WEEKLY)
