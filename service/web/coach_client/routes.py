"""The first page of a client: the evolution, two dates compared, and what is done about an alert."""

from datetime import timedelta
from typing import get_args
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from domain.journey.commands.alerts import AcknowledgeAlert, SnoozeAlert
from domain.vocabulary import StuckRule
from projections.weeks import WEEKS
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.coach_client.client_context import ClientContext, client_layout, load_client
from service.web.coach_client.headlines import weeks_headline
from service.web.coach_client.page import ClientPage, ProgressPage, build_client_page, build_progress_page
from service.web.coach_client.period import ComparedPeriod, default_period, parse_period, period_shortcuts
from service.web.coach_client.preparation import build_preparation_sheet, build_progress_sheet
from service.web.coach_client.visible_views import (
    PROJECTIONS,
    build_client_data,
    visible_coaching,
    visible_weeks,
)
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.form_submission import FieldLocator, submit_commands
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATIONS = {
    "acted": gettext_noop("Noted. The alert stays as long as its rule holds, and says what you did."),
    "snoozed": gettext_noop("Laid aside. It comes back after that day, if its rule still holds."),
}
A_WEEK = timedelta(weeks=1)


@get("/clients/{journey_id:uuid}", name="client")
async def evolution_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """How the client evolved, and what moved most."""
    client = await load_client(context, journey_id, *PROJECTIONS)
    asked = FormData(request.query_params.multi_items())
    receipt = CONFIRMATIONS.get(asked.first("told"), "")
    return _shown(context, client, parse_period(asked, client), asked=asked, receipt=receipt)


@get("/clients/{journey_id:uuid}/weeks", name="client_weeks")
async def weeks_page(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """Every week with its steps and its conclusion."""
    client = await load_client(context, journey_id, WEEKS)
    weeks = visible_weeks(client)
    return render_page(
        "coach_client/weeks.html",
        layout=client_layout(context),
        client=client,
        tab="weeks",
        weeks=weeks,
        finding=weeks_headline(weeks, current_translator()),
    )


@get("/clients/{journey_id:uuid}/preparation", name="client_preparation")
async def preparation_page(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """One sheet to read before a talk."""
    client = await load_client(context, journey_id, *PROJECTIONS)
    period, weeks = default_period(client), visible_weeks(client)
    if client.sees("read_profile"):
        prepared = build_preparation_sheet(
            client,
            period,
            build_client_data(client, period),
            weeks=weeks,
            coaching=visible_coaching(client),
            translator=current_translator(),
        )
    else:
        prepared = build_progress_sheet(period, weeks, current_translator())
    return render_page(
        "coach_client/preparation.html",
        layout=client_layout(context),
        client=client,
        tab="preparation",
        sheet=prepared,
    )


@post("/clients/{journey_id:uuid}/alerts/acknowledge", name="client_acknowledge")
async def acknowledge(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Say what was done about an alert."""
    client, form = await load_client(context, journey_id), await read_form(request)
    rule = form.choice("rule", get_args(StuckRule), needed=True)
    move = form.text(f"move_{rule}", most=500)
    if rule and not form.errors:
        command = AcknowledgeAlert(happened_on=client.today, rule=rule, move=move)
        if await submit_commands(context, journey_id, form, command, where=_beside(rule)):
            return redirect_to(f"{client.base_path}?told=acted")
    return await _again(context, journey_id, form)


@post("/clients/{journey_id:uuid}/alerts/snooze", name="client_snooze")
async def snooze(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Lay an alert aside until after a day."""
    client, form = await load_client(context, journey_id), await read_form(request)
    rule = form.choice("rule", get_args(StuckRule), needed=True)
    until = form.date(f"until_{rule}", client.today + A_WEEK)
    if rule and not form.errors:
        command = SnoozeAlert(happened_on=client.today, rule=rule, until=until)
        if await submit_commands(context, journey_id, form, command, where=_beside(rule)):
            return redirect_to(f"{client.base_path}?told=snoozed")
    return await _again(context, journey_id, form)


def _beside(rule: StuckRule) -> FieldLocator:
    """Fields of one alert's forms carry its name; what concerns the rule itself has no field."""
    return lambda _command, field: f"{field}_{rule}" if field in {"move", "until"} else FORM_ERROR


async def _again(context: PageContext, journey_id: UUID, form: FormData) -> HtmlResponse:
    """The page again, with what is not right beside its field."""
    client = await load_client(context, journey_id, *PROJECTIONS)
    return _shown(context, client, default_period(client), form=form)


def _shown(
    context: PageContext,
    client: ClientContext,
    period: ComparedPeriod,
    *,
    asked: FormData | None = None,
    form: FormData | None = None,
    receipt: str = "",
) -> HtmlResponse:
    asked, form = asked or FormData(), form or FormData()
    template, shown = _content(client, period)
    return render_page(
        template,
        status=asked.status if asked.errors else form.status,
        layout=client_layout(context),
        client=client,
        tab="evolution",
        page=shown,
        period=period,
        shortcuts=period_shortcuts(client),
        asked=asked,
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
        next_week=client.today + A_WEEK,
    )


def _content(client: ClientContext, period: ComparedPeriod) -> tuple[str, ClientPage | ProgressPage]:
    """As much as is seen, and the template for it."""
    if client.sees("read_profile"):
        return "coach_client/evolution.html", build_client_page(
            client, build_client_data(client, period), period, current_translator()
        )
    return "coach_client/progress.html", build_progress_page(visible_weeks(client), current_translator())


HANDLERS = (evolution_page, weeks_page, preparation_page, acknowledge, snooze)
