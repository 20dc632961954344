"""The forms on an alert of a client, here and on the desk: what was done about it, and snoozing it."""

from collections.abc import Sequence
from typing import get_args

from domain.journey.commands.alerts import A_WEEK, AcknowledgeAlert, SnoozeAlert
from domain.journey.decide import UserCommand
from domain.vocabulary import StuckRule
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, FormFields

RULES: tuple[StuckRule, ...] = get_args(StuckRule)
DAY_NOT_AHEAD = gettext_noop("Choose a date in the future.")


def parse_dealt_with(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """An alert was dealt with, and perhaps how."""
    rule = form.choice("rule", RULES, needed=True)
    move = form.text(_field(form, "move"), most=500)
    return [AcknowledgeAlert(happened_on=context.today, rule=rule, move=move)] if rule else []


def parse_snoozed(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """An alert is snoozed until after a day; for a week when none is named."""
    rule, field = form.choice("rule", RULES, needed=True), _field(form, "until")
    until = form.date(field, context.today + A_WEEK)
    if until <= context.today:
        form.add_error(field, current_translator().gettext(DAY_NOT_AHEAD))
    return [SnoozeAlert(happened_on=context.today, rule=rule, until=until)] if rule else []


def _field(form: FormData, name: str) -> str:
    """On a page with the forms of several alerts each field carries the rule's name."""
    apart = f"{name}_{form.first('rule')}"
    return apart if form.includes(apart) else name


def _alert_fields(form: FormData, _command: int) -> FormFields:
    """What concerns the rule itself has no field."""
    return {"move": _field(form, "move"), "until": _field(form, "until"), "rule": FORM_ERROR}


ALERT_FORMS = {
    "acted": Form(
        parse=parse_dealt_with,
        confirmation=gettext_noop("Done. It will come back if it starts again."),
        fields=_alert_fields,
    ),
    "snoozed": Form(
        parse=parse_snoozed,
        confirmation=gettext_noop("Snoozed. It comes back by itself after that date."),
        fields=_alert_fields,
    ),
}
