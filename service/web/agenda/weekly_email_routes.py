"""The weekly e-mail on the agenda page: switched on, moved to another time, switched off."""

from datetime import date, timedelta
from uuid import UUID

from litestar import post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from service.accounts.weekly_emails import WeeklyEmailSubscriptions, WeeklyEmailTime
from service.authorization.authorized_journeys import AuthorizedJourney
from service.container import Services
from service.http.dependencies import AnyRequest, ServicesDependency
from service.localization.current_translator import current_translator
from service.web.form_data import FormData, read_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to

A_MONDAY = date(2024, 1, 1)
DEFAULT_TIME = WeeklyEmailTime(weekday=5, hour=16)
"""What is offered first: the end of a working week."""
HOUR_NAMES = tuple(f"{hour:02}:00" for hour in range(24))


class WeeklyEmailCard(Struct, frozen=True, kw_only=True):
    """The weekly e-mail on the agenda page."""

    wanted: WeeklyEmailTime | None
    form: FormData
    can_be_sent: bool
    """Whether there is a mail server."""

    @property
    def weekdays(self) -> list[tuple[int, str]]:
        """The days of the week, in the reader's language."""
        return [(number, _weekday(number)) for number in range(1, 8)]

    @property
    def hours(self) -> list[tuple[int, str]]:
        """The hours of the day."""
        return list(enumerate(HOUR_NAMES))

    @property
    def offered(self) -> WeeklyEmailTime:
        """What stands in the form."""
        return self.wanted or DEFAULT_TIME

    @property
    def weekday_name(self) -> str:
        """The day it comes on."""
        return _weekday(self.offered.weekday)

    @property
    def hour_name(self) -> str:
        """The hour it comes at."""
        return HOUR_NAMES[self.offered.hour]


@post("/journeys/{journey_id:uuid}/agenda/weekly", name="ask_weekly")
async def subscribe_weekly_email(
    request: AnyRequest,
    context: PageContextDependency,
    services: ServicesDependency,
    journey_id: FromPath[UUID],
) -> HtmlResponse:
    """Switches the e-mail on, or moves it to another time."""
    folded, subscriptions = await _own(context, journey_id)
    form = await read_form(request)
    weekday, hour = form.number("weekday", 1, 7, needed=True), form.number("hour", 0, 23, needed=True)
    if weekday is None or hour is None or services.mailer is None:
        return redirect_to(f"/journeys/{journey_id}/agenda#weekly")
    zone = folded.journey.time_zone
    if not await subscriptions.subscribe(
        context.caller, journey_id, WeeklyEmailTime(weekday=weekday, hour=hour), zone
    ):
        raise NotFoundException
    return redirect_to(f"/journeys/{journey_id}/agenda?told=weekly")


@post("/journeys/{journey_id:uuid}/agenda/weekly/off", name="end_weekly")
async def unsubscribe_weekly_email(
    context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Switch it off."""
    _, subscriptions = await _own(context, journey_id)
    await subscriptions.unsubscribe(context.caller, journey_id)
    return redirect_to(f"/journeys/{journey_id}/agenda?told=weekly-off")


async def load_weekly_email_card(
    context: PageContext, folded: AuthorizedJourney, services: Services
) -> WeeklyEmailCard | None:
    """None where there are no accounts; and nobody but the client gets one."""
    if context.rights is None or folded.level != "own":
        return None
    subscriptions = WeeklyEmailSubscriptions(context.rights.pool, now=lambda: context.moment)
    return WeeklyEmailCard(
        wanted=await subscriptions.get(context.caller, folded.journey_id),
        form=FormData(),
        can_be_sent=services.mailer is not None,
    )


async def _own(context: PageContext, journey_id: UUID) -> tuple[AuthorizedJourney, WeeklyEmailSubscriptions]:
    """The journey and its weekly e-mails, for its client only."""
    folded = await context.load("read_agenda", journey_id)
    if context.rights is None or folded.level != "own":
        raise NotFoundException
    return folded, WeeklyEmailSubscriptions(context.rights.pool, now=lambda: context.moment)


def _weekday(number: int) -> str:
    return current_translator().weekday(A_MONDAY + timedelta(days=number - 1))


HANDLERS = (subscribe_weekly_email, unsubscribe_weekly_email)
