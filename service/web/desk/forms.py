"""The forms of the desk: an alert that was seen, and one that is laid aside."""

from collections.abc import Sequence
from datetime import timedelta
from typing import get_args

from domain.journey.commands.alerts import AcknowledgeAlert, SnoozeAlert
from domain.journey.decide import UserCommand
from domain.vocabulary import StuckRule
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext

DAY_NOT_AHEAD = gettext_noop("Choose a date in the future.")

SNOOZE_TIME = timedelta(days=7)
RULES: tuple[StuckRule, ...] = get_args(StuckRule)


def parse_seen_alert(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """An alert was seen, and perhaps something was done."""
    rule, move = form.choice("rule", RULES, needed=True), form.text("move", most=500)
    return [AcknowledgeAlert(happened_on=context.today, rule=rule, move=move)] if rule else []


def parse_alert_laid_aside(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """An alert is laid aside until after a day; for a week when none is named."""
    rule = form.choice("rule", RULES, needed=True)
    until = form.date("until", context.today + SNOOZE_TIME)
    if until <= context.today:
        form.add_error("until", current_translator().gettext(DAY_NOT_AHEAD))
    return [SnoozeAlert(happened_on=context.today, rule=rule, until=until)] if rule else []


DESK_FORMS = {
    "seen": Form(
        parse=parse_seen_alert,
        confirmation=gettext_noop("Done. It will come back if it starts again."),
    ),
    "aside": Form(
        parse=parse_alert_laid_aside,
        confirmation=gettext_noop("Snoozed. It comes back by itself after that date."),
    ),
}
"""By the name of their confirmation."""
