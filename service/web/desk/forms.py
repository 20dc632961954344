"""The forms in a row of the desk: what a coach did for a client, and what happens to an alert."""

from collections.abc import Sequence

from domain.journey.commands.alerts import AcknowledgeAlert
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.decide import UserCommand
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.coach_client.alert_forms import parse_dealt_with, parse_snoozed
from service.web.coach_client.check_in_forms import refuse_empty_session, session_day
from service.web.coach_client.offer_forms import parse_challenge, parse_offered_quest
from service.web.desk.filters import RULES
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext

MESSAGE_MOVE = gettext_noop("Wrote a message.")


def parse_session(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A session, with what comes next."""
    next_step = form.text("next_step", most=500)
    session = HoldCheckIn(
        happened_on=session_day(form, context.today),
        check_in_id=form.new_id("talk"),
        minutes=form.number("minutes", 1, 1440),
        conclusion=form.text("conclusion", most=500),
        next_step=NextStepInput(what=next_step) if next_step else None,
    )
    refuse_empty_session(form, session.minutes, session.conclusion, next_step)
    return [session]


def parse_message(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A message was sent about an alert; not what it said."""
    rule = form.choice("rule", RULES, needed=True)
    move = current_translator().gettext(MESSAGE_MOVE)
    return [AcknowledgeAlert(happened_on=context.today, rule=rule, move=move)] if rule else []


DESK_FORMS = {
    "session": Form(
        parse=parse_session,
        confirmation=gettext_noop("Saved."),
        fields={"happened_on": "held_on", "next_step": "next_step"},
    ),
    "challenge": Form(parse=parse_challenge, confirmation=gettext_noop("Saved.")),
    "quest": Form(parse=parse_offered_quest, confirmation=gettext_noop("Offered.")),
    "message": Form(parse=parse_message, confirmation=gettext_noop("Saved.")),
    "aside": Form(parse=parse_snoozed, confirmation=gettext_noop("Snoozed.")),
    "seen": Form(parse=parse_dealt_with, confirmation=gettext_noop("Dealt with.")),
}
"""By the name of their receipt."""
