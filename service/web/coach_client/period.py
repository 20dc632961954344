"""The two dates that a page compares: since the last talk, unless others are asked for."""

from datetime import date, timedelta

from msgspec import Struct

from service.clock import today_in
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.coach_client.client_context import ClientContext
from service.web.form_data import FormData

FOUR_WEEKS = timedelta(weeks=4)
KNOWN_AT = "known_at"
"""The field that asks what had been recorded by a day. The page then needs every event of the journey."""

DAY_OUT_OF_RANGE = gettext_noop("Choose a date from %(first)s to %(last)s.")
ALL_RECORDED_TODAY = gettext_noop("Everything in this journey was recorded today. Leave this field empty.")
SINCE_THE_TALK = gettext_noop("Since your last session, on %(day)s")
SINCE_A_SESSION = gettext_noop("Since the last session, on %(day)s")
TODAYS_SESSION = gettext_noop("Today, after the session")
SINCE_THE_START = gettext_noop("Since the start, on %(day)s")
BETWEEN = gettext_noop("From %(since)s to %(until)s")
AS_KNOWN = gettext_noop("%(period)s, as recorded by %(day)s")


class ComparedPeriod(Struct, frozen=True, kw_only=True):
    """Two days, the earlier first."""

    since: date
    until: date
    label: str
    """Which period it is, in the reader's language."""
    known_at: date | None = None
    """Only what had been recorded by the end of this day is compared; all there is if None."""


def parse_period(form: FormData, client: ClientContext) -> ComparedPeriod:
    """The period a form asks for; the usual one for what cannot be read, with a problem beside its field."""
    usual = _usual_start(client)
    since, until = form.date("since", usual), form.date("until", client.today)
    for name, day in (("since", since), ("until", until)):
        if not client.started_on <= day <= client.today:
            form.add_error(name, day_out_of_range(client.started_on, client.today))
    known_at = _parse_known_at(form, client)
    if form.errors:
        return default_period(client)
    return make_period(client, min(since, until), max(since, until), known_at=known_at)


def _parse_known_at(form: FormData, client: ClientContext) -> date | None:
    """The day that is asked for; None for today, which is what is known anyway."""
    if not client.folded.events:
        return None
    first = today_in(client.journey.time_zone, client.folded.events[0].recorded_at)
    day = form.date(KNOWN_AT, client.today)
    if not first <= day <= client.today:
        nothing_earlier = current_translator().gettext(ALL_RECORDED_TODAY)
        problem = nothing_earlier if first == client.today else day_out_of_range(first, client.today)
        form.add_error(KNOWN_AT, problem)
    return day if day < client.today else None


def default_period(client: ClientContext) -> ComparedPeriod:
    """Since the last session, or since the start."""
    return make_period(client, _usual_start(client), client.today)


def make_period(
    client: ClientContext, since: date, until: date, *, known_at: date | None = None
) -> ComparedPeriod:
    """A period by its days."""
    label = _period_label(client, since, until)
    if known_at:
        translator = current_translator()
        label = translator.gettext(AS_KNOWN) % {"period": label, "day": translator.day(known_at)}
    return ComparedPeriod(since=since, until=until, label=label, known_at=known_at)


def period_shortcuts(client: ClientContext) -> tuple[tuple[str, date], ...]:
    """Days that are often compared with today, by what they are called."""
    translator = current_translator()
    offered = [(translator.gettext("the start"), client.started_on)]
    if (month := client.today - FOUR_WEEKS) > client.started_on:
        offered.append((translator.gettext("four weeks ago"), month))
    if (held := client.last_check_in) and held < client.today:
        offered.append((translator.gettext("the last session"), held))
    return tuple(offered)


def _usual_start(client: ClientContext) -> date:
    return client.last_check_in or client.started_on


def is_todays_session(client: ClientContext, period: ComparedPeriod) -> bool:
    """Whether the period is the one since a session that was held today: nothing can be new in it yet."""
    return period.since == client.today == client.last_check_in


def _period_label(client: ClientContext, since: date, until: date) -> str:
    translator = current_translator()
    if until == client.today and since == client.last_check_in:
        if since == client.today:
            return translator.gettext(TODAYS_SESSION)
        others = client.stand_in.mine or client.last_held_by
        since_it = SINCE_A_SESSION if others else SINCE_THE_TALK
        return translator.gettext(since_it) % {"day": translator.month_day(since)}
    if until == client.today and since == client.started_on:
        return translator.gettext(SINCE_THE_START) % {"day": translator.month_day(since)}
    return translator.gettext(BETWEEN) % {"since": translator.day(since), "until": translator.day(until)}


def day_out_of_range(first: date, last: date) -> str:
    """What is wrong with a day that is not one of these."""
    translator = current_translator()
    return translator.gettext(DAY_OUT_OF_RANGE) % {
        "first": translator.day(first),
        "last": translator.day(last),
    }
