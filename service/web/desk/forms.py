"""The forms in a row of the desk: what a coach did for a client, and what happens to an alert."""

from collections.abc import Sequence

from domain.journey.commands.alerts import A_WEEK, AcknowledgeAlert
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.endings import PlanAfterCare, SettleAfterCare
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.decide import UserCommand
from domain.journey.events.endings import AfterCarePlanned
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.coach_client.alert_forms import DAY_NOT_AHEAD, parse_dealt_with, parse_snoozed
from service.web.coach_client.check_in_forms import session_day
from service.web.coach_client.offer_forms import parse_challenge, parse_offered_quest
from service.web.desk.filters import RULES
from service.web.ending.forms import SETTLED
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext

HEARD_REQUIRED = gettext_noop("Write a sentence about what they said.")
MESSAGE_MOVE = gettext_noop("Wrote a message.")


def parse_session(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A session, with what comes next; that they spoke is enough."""
    next_step = form.text("next_step", most=500)
    return [
        HoldCheckIn(
            happened_on=session_day(form, context.today),
            check_in_id=form.new_id("talk"),
            minutes=form.number("minutes", 1, 1440),
            conclusion=form.text("conclusion", most=500),
            next_step=NextStepInput(what=next_step) if next_step else None,
        )
    ]


def parse_message(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A message was sent about an alert; not what it said."""
    rule = form.choice("rule", RULES, needed=True)
    move = current_translator().gettext(MESSAGE_MOVE)
    return [AcknowledgeAlert(happened_on=context.today, rule=rule, move=move)] if rule else []


def parse_heard_after_care(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What the client said, when the coach asked the question of aftercare."""
    planned = _asked_after(form, context)
    answer = form.text("answer", needed=current_translator().gettext(HEARD_REQUIRED))
    if planned is None:
        return []
    return [SettleAfterCare(happened_on=context.today, after_care_id=planned.after_care_id, answer=answer)]


def parse_asked_after_care(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The coach asked, and waits: the question comes back on another day. The old date goes last, so that it can be undone."""
    planned, again = _asked_after(form, context), form.date("again_on", context.today + A_WEEK)
    if again <= context.today:
        form.add_error("again_on", current_translator().gettext(DAY_NOT_AHEAD))
    if planned is None:
        return []
    later = PlanAfterCare(
        happened_on=context.today, after_care_id=form.new_id("later"), due=again, what=planned.what
    )
    return [later, SettleAfterCare(happened_on=context.today, after_care_id=planned.after_care_id)]


def _asked_after(form: FormData, context: FormContext) -> AfterCarePlanned | None:
    """The date whose question waits; one that was settled in another window does not."""
    key, endings = form.uuid("after_care_id", needed=True), context.journey.endings
    planned = endings.after_care.get(key) if key else None
    if key and (planned is None or key in endings.settled):
        form.add_error(FORM_ERROR, current_translator().gettext(SETTLED))
        return None
    return planned


DESK_FORMS = {
    "session": Form(
        parse=parse_session,
        confirmation=gettext_noop("Saved."),
        fields={"happened_on": "held_on", "next_step": "next_step"},
    ),
    "challenge": Form(parse=parse_challenge, confirmation=gettext_noop("Saved.")),
    "quest": Form(parse=parse_offered_quest, confirmation=gettext_noop("Offered.")),
    "message": Form(parse=parse_message, confirmation=gettext_noop("Saved.")),
    "heard": Form(parse=parse_heard_after_care, confirmation=gettext_noop("Saved.")),
    "asked": Form(
        parse=parse_asked_after_care,
        confirmation=gettext_noop("Saved. The question comes back."),
        fields={"due": "again_on"},
    ),
    "aside": Form(parse=parse_snoozed, confirmation=gettext_noop("Snoozed.")),
    "seen": Form(parse=parse_dealt_with, confirmation=gettext_noop("Dealt with.")),
}
"""By the name of their receipt."""
