"""The first page of a client: the evolution, two dates compared, and what is done about an alert."""

from functools import partial
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.commands.alerts import A_WEEK, longest_snooze
from projections.news.projection import NEWS
from projections.weeks.projection import WEEKS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.web.coach_client.alert_forms import ALERT_FORMS
from service.web.coach_client.client_context import ClientContext, client_layout, load_client
from service.web.coach_client.headlines import weeks_headline
from service.web.coach_client.new_today import new_today
from service.web.coach_client.page import ClientPage, ProgressPage, build_client_page, build_progress_page
from service.web.coach_client.period import (
    KNOWN_AT,
    ComparedPeriod,
    default_period,
    parse_period,
    period_shortcuts,
)
from service.web.coach_client.person import PERSON_PROJECTIONS, build_about_client_page
from service.web.coach_client.preparation import (
    PREPARATION_PROJECTIONS,
    PreparationSheet,
    build_preparation_sheet,
    build_progress_sheet,
)
from service.web.coach_client.visible_views import (
    PROJECTIONS,
    build_client_data,
    visible_coaching,
    visible_weeks,
)
from service.web.form_data import FormData, read_form
from service.web.form_submission import confirmation_text, submit_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

LATEST_WEEKS = 52
"""So many weeks are shown at first."""


@get("/clients/{journey_id:uuid}", name="client")
async def evolution_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """How the client evolved, and what moved most."""
    asked = FormData(request.query_params.multi_items())
    client = await load_client(
        context, journey_id, *PROJECTIONS, NEWS, events_after=0 if asked.has(KNOWN_AT) else None
    )
    confirmation = confirmation_text(request, ALERT_FORMS)
    return await _shown(context, client, parse_period(asked, client), asked=asked, confirmation=confirmation)


@get("/clients/{journey_id:uuid}/weeks", name="client_weeks")
async def weeks_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Every week with its steps and its conclusion: the latest, or all when `weeks=all` asks for them."""
    client = await load_client(context, journey_id, WEEKS)
    weeks = visible_weeks(client)
    return await context.beside_loop(
        client.folded,
        lambda: render_page(
            "coach_client/weeks.html",
            layout=client_layout(context),
            client=client,
            tab="weeks",
            weeks=weeks,
            latest=len(weeks.weeks) if request.query_params.get("weeks") == "all" else LATEST_WEEKS,
            finding=weeks_headline(client.folded.view(WEEKS), current_translator()),
        ),
    )


@get("/clients/{journey_id:uuid}/person", name="client_person")
async def person_page(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """What the client said about themselves, as far as it is shared."""
    client = await load_client(context, journey_id, *PERSON_PROJECTIONS)
    page = await context.beside_loop(
        client.folded, partial(build_about_client_page, client, current_translator())
    )
    return await context.beside_loop(
        client.folded,
        lambda: render_page(
            "coach_client/person.html",
            layout=client_layout(context),
            client=client,
            tab="person",
            page=page,
            finding=page.finding,
        ),
    )


@get("/clients/{journey_id:uuid}/preparation", name="client_preparation")
async def preparation_page(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """One sheet to read before a talk."""
    client = await load_client(context, journey_id, *PREPARATION_PROJECTIONS)
    prepared = await context.beside_loop(client.folded, partial(_prepared, client))
    return await context.beside_loop(
        client.folded,
        lambda: render_page(
            "coach_client/preparation.html",
            layout=client_layout(context),
            client=client,
            tab="preparation",
            sheet=prepared,
        ),
    )


def _prepared(client: ClientContext) -> PreparationSheet:
    period, weeks = default_period(client), visible_weeks(client)
    if not client.sees("read_profile"):
        return build_progress_sheet(period, weeks, current_translator())
    return build_preparation_sheet(
        client,
        period,
        build_client_data(client, period),
        weeks=weeks,
        coaching=visible_coaching(client),
        translator=current_translator(),
    )


@post("/clients/{journey_id:uuid}/alerts/acknowledge", name="client_acknowledge")
async def acknowledge(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Say what was done about an alert."""
    return await _submit(request, context, journey_id, "acted")


@post("/clients/{journey_id:uuid}/alerts/snooze", name="client_snooze")
async def snooze(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Lay an alert aside until after a day."""
    return await _submit(request, context, journey_id, "snoozed")


async def _submit(
    request: AnyRequest, context: PageContext, journey_id: UUID, form_name: str
) -> HtmlResponse:
    client, form = await load_client(context, journey_id), await read_form(request)
    if await submit_form(context, client, ALERT_FORMS, form_name, form):
        return redirect_to(f"{client.base_path}?told={form_name}")
    return await _again(context, journey_id, form)


async def _again(context: PageContext, journey_id: UUID, form: FormData) -> HtmlResponse:
    """The page again, with what is not right beside its field."""
    client = await load_client(context, journey_id, *PROJECTIONS)
    return await _shown(context, client, default_period(client), form=form)


async def _shown(
    context: PageContext,
    client: ClientContext,
    period: ComparedPeriod,
    *,
    asked: FormData | None = None,
    form: FormData | None = None,
    confirmation: str = "",
) -> HtmlResponse:
    asked, form = asked or FormData(), form or FormData()
    template, shown = await context.beside_loop(client.folded, partial(_content, client, period))
    news = await context.beside_loop(client.folded, partial(new_today, client, current_translator()))
    return await context.beside_loop(
        client.folded,
        lambda: render_page(
            template,
            status=asked.status if asked.errors else form.status,
            layout=client_layout(context),
            client=client,
            tab="evolution",
            page=shown,
            news=news,
            period=period,
            shortcuts=period_shortcuts(client),
            asked=asked,
            form=form,
            confirmation=confirmation,
            next_week=client.today + A_WEEK,
            longest_snooze=longest_snooze,
        ),
    )


def _content(client: ClientContext, period: ComparedPeriod) -> tuple[str, ClientPage | ProgressPage]:
    """As much as is seen, and the template for it."""
    if client.sees("read_profile"):
        return "coach_client/evolution.html", build_client_page(
            client, build_client_data(client, period), period, current_translator()
        )
    return "coach_client/progress.html", build_progress_page(visible_weeks(client), current_translator())


HANDLERS = (evolution_page, weeks_page, person_page, preparation_page, acknowledge, snooze)
