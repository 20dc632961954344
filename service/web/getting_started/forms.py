"""Beginning: the idea on one page for a journey that runs, and the form that starts one."""

from datetime import date

from domain.journey.commands.start import StartJourney
from domain.vocabulary import MAX_WEEKLY_GOAL
from service.clock import today_in
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.getting_started.time_zones import DEFAULT_TIME_ZONES, time_zone_choices
from service.web.page_context import PageContext
from service.web.words import TRACK_CHOICES

NAME_REQUIRED = gettext_noop("Say what we may call you.")


OCCASION_REQUIRED = gettext_noop("Say what brings you here: it sets the words we use.")


END_BEFORE_TODAY = gettext_noop("This day is over. Leave it empty if you do not know it.")


DEFAULT_WEEKLY_GOAL = 2


def _start(answers: FormData, visit: PageContext) -> StartJourney | None:
    words = current_translator()
    called = answers.text("called", needed=words.gettext(NAME_REQUIRED), most=200)
    track = answers.choice("track", tuple(TRACK_CHOICES), needed=words.gettext(OCCASION_REQUIRED))
    goal = answers.number("weekly_goal", 1, MAX_WEEKLY_GOAL)
    zone = answers.choice("time_zone", [name for name, _ in time_zone_choices()], needed=True)
    today = today_in(zone or DEFAULT_TIME_ZONES[words.language], visit.moment)
    end = _end(answers, today)
    if not called or not track or not zone or answers.problems:
        return None
    return StartJourney(
        happened_on=today,
        called=called,
        track=track,
        locale=words.language,
        time_zone=zone,
        weekly_goal=goal or DEFAULT_WEEKLY_GOAL,
        programme_end=end,
    )


def _end(answers: FormData, today: date) -> date | None:
    if not answers.has("programme_end"):
        return None
    end = answers.date("programme_end", today)
    if end <= today and "programme_end" not in answers.problems:
        answers.add_error("programme_end", current_translator().gettext(END_BEFORE_TODAY))
    return end
