"""The first page of a client: the evolution, two dates compared, and what is done about an alert."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any, get_args
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath

from domain.journey.alerts import AcknowledgeAlert, SnoozeAlert
from domain.vocabulary import StuckRule
from projections.weeks import WEEKS
from service.authorization import field_filters
from service.localization import codes
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.coach_client.client_context import Client, client_of, frame_of
from service.web.coach_client.loading import coaching_of, found_for
from service.web.coach_client.page import ClientPage, CountedPage, client_page, counted_page
from service.web.coach_client.period import Period, period_asked, shortcuts, usual_period
from service.web.coach_client.preparation import sheet, unread_sheet
from service.web.coach_client.weeks import weeks_finding
from service.web.form_data import WHOLE, Answers, answers_of
from service.web.form_submission import Where, told
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "acted": marked("Noted. The alert stays as long as its rule holds, and says what you did."),
    "snoozed": marked("Laid aside. It comes back after that day, if its rule still holds."),
}
A_WEEK = timedelta(weeks=1)


@get("/clients/{journey_id:uuid}", name="client")
async def evolution_page(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """How the client evolved, and what moved most."""
    client = await client_of(visit, journey_id)
    asked = Answers(request.query_params.multi_items())
    receipt = RECEIPTS.get(asked.raw("told"), "")
    return await _shown(visit, client, period_asked(asked, client), asked=asked, receipt=receipt)


@get("/clients/{journey_id:uuid}/weeks", name="client_weeks")
async def weeks_page(visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Every week with its steps and its conclusion."""
    client = await client_of(visit, journey_id)
    weeks = field_filters.weeks(await client.seen.view(WEEKS), client.level)
    return page(
        "coach_client/weeks.html",
        frame=frame_of(visit),
        client=client,
        codes=codes,
        tab="weeks",
        weeks=weeks,
        finding=weeks_finding(weeks, spoken()),
    )


@get("/clients/{journey_id:uuid}/preparation", name="client_preparation")
async def preparation_page(visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """One sheet to read before a talk."""
    client = await client_of(visit, journey_id)
    period, weeks = usual_period(client), field_filters.weeks(await client.seen.view(WEEKS), client.level)
    if client.sees("read_profile"):
        found = await found_for(client, period)
        prepared = sheet(
            client,
            period,
            found,
            weeks=weeks,
            coaching=await coaching_of(client),
            words=spoken(),
        )
    else:
        prepared = unread_sheet(period, weeks, spoken())
    return page(
        "coach_client/preparation.html",
        frame=frame_of(visit),
        client=client,
        codes=codes,
        tab="preparation",
        sheet=prepared,
    )


@post("/clients/{journey_id:uuid}/alerts/acknowledge", name="client_acknowledge")
async def acknowledge(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Say what was done about an alert."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    rule = answers.one_of("rule", get_args(StuckRule), needed=True)
    move = answers.text(f"move_{rule}", most=500)
    if rule and not answers.problems:
        command = AcknowledgeAlert(happened_on=client.today, rule=rule, move=move)
        if await told(visit, journey_id, answers, command, where=_beside(rule)):
            return to(f"{client.at}?told=acted")
    return await _again(visit, client, answers)


@post("/clients/{journey_id:uuid}/alerts/snooze", name="client_snooze")
async def snooze(request: Asked, visit: Visits, journey_id: FromPath[UUID]) -> Page:
    """Lay an alert aside until after a day."""
    client, answers = await client_of(visit, journey_id), await answers_of(request)
    rule = answers.one_of("rule", get_args(StuckRule), needed=True)
    until = answers.day(f"until_{rule}", client.today + A_WEEK)
    if rule and not answers.problems:
        command = SnoozeAlert(happened_on=client.today, rule=rule, until=until)
        if await told(visit, journey_id, answers, command, where=_beside(rule)):
            return to(f"{client.at}?told=snoozed")
    return await _again(visit, client, answers)


def _beside(rule: StuckRule) -> Where:
    """Fields of one alert's forms carry its name; what concerns the rule itself has no field."""
    return lambda _command, field: f"{field}_{rule}" if field in {"move", "until"} else WHOLE


async def _again(visit: Visit, client: Client, answers: Answers) -> Page:
    """The page again, with what is not right beside its field."""
    return await _shown(visit, client, usual_period(client), answers=answers)


async def _shown(
    visit: Visit,
    client: Client,
    period: Period,
    *,
    asked: Answers | None = None,
    answers: Answers | None = None,
    receipt: str = "",
) -> Page:
    asked, answers = asked or Answers(), answers or Answers()
    template, shown = await _content(client, period)
    return page(
        template,
        status=answers.status if answers.problems or asked.problems else HTTPStatus.OK,
        frame=frame_of(visit),
        client=client,
        codes=codes,
        tab="evolution",
        page=shown,
        period=period,
        shortcuts=shortcuts(client),
        asked=asked,
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
        next_week=client.today + A_WEEK,
    )


async def _content(client: Client, period: Period) -> tuple[str, ClientPage | CountedPage]:
    """As much as is seen, and the template for it."""
    if client.sees("read_profile"):
        return "coach_client/evolution.html", client_page(
            client, await found_for(client, period), period, spoken()
        )
    return "coach_client/progress.html", counted_page(await client.seen.view(WEEKS), client, spoken())


HANDLERS = (evolution_page, weeks_page, preparation_page, acknowledge, snooze)
