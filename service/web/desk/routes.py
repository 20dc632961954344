"""The desk: who needs the coach and why; an alert is acknowledged or laid aside where it stands."""

from datetime import date, timedelta
from typing import Any, get_args
from uuid import UUID

from litestar import get, post

from domain.journey.commands.alerts import AcknowledgeAlert, SnoozeAlert
from domain.journey.decide import UserCommand
from domain.vocabulary import StuckRule
from service.http.dependencies import AnyRequest, ProjectorDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.read_models.projector import Projector
from service.web.desk.filters import DeskFilters, parse_filters
from service.web.desk.page import build_desk_page
from service.web.form_data import FormData, read_form
from service.web.form_submission import submit_commands
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

SNOOZE_DAYS = 7
WAIT_SECONDS = 2.0
"""Seconds a change may take to stand on the desk."""

CONFIRMATIONS = {
    "seen": gettext_noop("Noted. It asks for you again if it begins anew."),
    "aside": gettext_noop("Laid aside. It comes back by itself when the day has passed."),
}
DAY_NOT_AHEAD = gettext_noop("Choose a day that lies ahead.")


@get("/desk", name="desk")
async def desk(request: AnyRequest, context: PageContextDependency) -> HtmlResponse:
    """Who needs me, and why."""
    asked = parse_filters(request.query_params)
    return await _shown(context, asked, FormData(), CONFIRMATIONS.get(request.query_params.get("told", "")))


@post("/desk/acknowledge", name="desk_acknowledge")
async def acknowledge(
    projector: ProjectorDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Say that an alert was seen, and perhaps what was done."""
    form = await read_form(request)
    move = form.text("move", most=500)

    def command(rule: StuckRule, today: date) -> UserCommand:
        return AcknowledgeAlert(happened_on=today, rule=rule, move=move)

    return await _answered(projector, context, form, command, "seen")


@post("/desk/snooze", name="desk_snooze")
async def snooze(
    projector: ProjectorDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Lay an alert aside until after a day; for a week when none is named."""
    form = await read_form(request)

    def command(rule: StuckRule, today: date) -> UserCommand:
        until = form.date("until", today + timedelta(days=SNOOZE_DAYS))
        if until <= today:
            form.add_error("until", current_translator().gettext(DAY_NOT_AHEAD))
        return SnoozeAlert(happened_on=today, rule=rule, until=until)

    return await _answered(projector, context, form, command, "aside")


async def _answered(
    projector: Projector, context: PageContext, form: FormData, command: Any, receipt: str
) -> HtmlResponse:
    asked = parse_filters(
        {name: form.first(name) for name in ("show", "name")} | {"rule": form.first("only")}
    )
    journey_id = form.uuid("journey_id", needed=True)
    rule = form.choice("rule", get_args(StuckRule), needed=True)
    if journey_id and rule and not form.errors:
        command_on_alert = command(rule, await _today(context, journey_id))
        if not form.errors and (
            recorded := await submit_commands(context, journey_id, form, command_on_alert)
        ):
            await projector.wait_for(recorded.position, WAIT_SECONDS)
            return redirect_to(f"/desk{asked.query(told=receipt)}")
    return await _shown(context, asked, form)


async def _today(context: PageContext, journey_id: UUID) -> date:
    return (await context.load("read_line", journey_id)).today


async def _shown(
    context: PageContext, asked: DeskFilters, form: FormData, receipt: str | None = None
) -> HtmlResponse:
    rows = await context.cases.desk(None, ended=asked.show == "ended")
    return render_page(
        "desk/desk.html",
        status=form.status,
        layout=context.staff_layout("desk"),
        page=build_desk_page(rows, asked, translator=current_translator()),
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
    )


HANDLERS = (desk, acknowledge, snooze)
