"""The answers to an offer: yes, no, or more time."""

from collections.abc import Sequence

from domain.journey.commands.answers import PlanFollowUp
from domain.journey.commands.endings import RecordEnding
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import Experiment
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import FormContext
from service.web.refusals.follow_up_call import follow_up_call

DECLINED = gettext_noop("I declined their offer.")
ANSWER_THE_OFFER = gettext_noop("Answer the offer")


def parse_accepted_offer(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The offer is accepted: the journey ends with new work."""
    return [RecordEnding(happened_on=context.today, ending="new_work", note=form.text("note"))]


def parse_declined_offer(form: FormData, context: FormContext, step: Experiment) -> Sequence[UserCommand]:
    """The client told them no: a step of its own, with the reason as its conclusion."""
    return follow_up_call(
        context.journey,
        step.planned.experiment_id,
        form.new_id("follow_up"),
        context.today,
        conclusion=form.text("why", most=500) or current_translator().gettext(DECLINED),
        concluded_on=context.today,
        channel=None,
    )


def parse_answer_day(form: FormData, context: FormContext, step: Experiment) -> Sequence[UserCommand]:
    """The day by which the client answers, as they agreed."""
    return [
        PlanFollowUp(
            happened_on=context.today,
            follow_up_id=form.new_id("follow_up"),
            experiment_id=step.planned.experiment_id,
            due=form.date("answer_by", context.today),
            what=current_translator().gettext(ANSWER_THE_OFFER),
        )
    ]
