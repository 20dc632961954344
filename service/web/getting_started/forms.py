"""Beginning: the idea on one page for a journey that runs, and the form that starts one."""

from collections.abc import Sequence
from datetime import date

from domain.journey.commands.start import StartJourney
from domain.vocabulary import MAX_WEEKLY_GOAL
from service.clock import DEFAULT_TIME_ZONES, today_in
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form
from service.web.getting_started.time_zones import time_zone_choices
from service.web.labels import TRACK_CHOICES
from service.web.page_context import PageContext

NAME_REQUIRED = gettext_noop("Tell us what to call you.")
OCCASION_REQUIRED = gettext_noop("Say what brings you here. We choose our wording to match.")
END_BEFORE_TODAY = gettext_noop("This date has passed. Leave it empty if you do not know it.")
DEFAULT_WEEKLY_GOAL = 2


def parse_start_form(form: FormData, context: PageContext) -> Sequence[StartJourney]:
    """A journey that starts today, where its client lives."""
    translator = current_translator()
    called = form.text("called", needed=translator.gettext(NAME_REQUIRED), most=200)
    track = form.choice("track", tuple(TRACK_CHOICES), needed=translator.gettext(OCCASION_REQUIRED))
    goal = form.number("weekly_goal", 1, MAX_WEEKLY_GOAL)
    zone = form.choice("time_zone", [name for name, _ in time_zone_choices()], needed=True)
    today = today_in(zone or DEFAULT_TIME_ZONES[translator.language], context.moment)
    end = _end(form, today)
    if not called or not track or not zone:
        return []
    return [
        StartJourney(
            happened_on=today,
            called=called,
            track=track,
            locale=translator.language,
            time_zone=zone,
            weekly_goal=goal or DEFAULT_WEEKLY_GOAL,
            programme_end=end,
        )
    ]


START_FORM = Form(parse=parse_start_form)


def _end(form: FormData, today: date) -> date | None:
    if not form.has("programme_end"):
        return None
    end = form.date("programme_end", today)
    if end <= today and "programme_end" not in form.errors:
        form.add_error("programme_end", current_translator().gettext(END_BEFORE_TODAY))
    return end
