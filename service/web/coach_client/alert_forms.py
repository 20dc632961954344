"""The forms on an alert of a client: what was done about it, and laying it aside."""

from collections.abc import Sequence
from datetime import timedelta
from typing import get_args

from domain.journey.commands.alerts import AcknowledgeAlert, SnoozeAlert
from domain.journey.decide import UserCommand
from domain.vocabulary import StuckRule
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, FormFields

A_WEEK = timedelta(weeks=1)
RULES: tuple[StuckRule, ...] = get_args(StuckRule)


def parse_acknowledgement(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What was done about an alert."""
    rule = form.choice("rule", RULES, needed=True)
    move = form.text(f"move_{rule}", most=500)
    return [AcknowledgeAlert(happened_on=context.today, rule=rule, move=move)] if rule else []


def parse_snooze(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """An alert is laid aside until after a day."""
    rule = form.choice("rule", RULES, needed=True)
    until = form.date(f"until_{rule}", context.today + A_WEEK)
    return [SnoozeAlert(happened_on=context.today, rule=rule, until=until)] if rule else []


def _alert_fields(form: FormData, _command: int) -> FormFields:
    """Fields of one alert's forms carry its name; what concerns the rule itself has no field."""
    rule = form.first("rule")
    return {"move": f"move_{rule}", "until": f"until_{rule}", "rule": FORM_ERROR}


ALERT_FORMS = {
    "acted": Form(
        parse=parse_acknowledgement,
        confirmation=gettext_noop("Saved. The alert stays while it applies, and shows what you did."),
        fields=_alert_fields,
    ),
    "snoozed": Form(
        parse=parse_snooze,
        confirmation=gettext_noop("Snoozed. It comes back after that day if it still applies."),
        fields=_alert_fields,
    ),
}
