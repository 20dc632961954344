"""The answers to an offer: yes, no, or more time."""

from collections.abc import Sequence

from domain.journey.commands.answers import PlanFollowUp
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.offers import DeclineOffer
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import Experiment
from domain.journey.events.offers import OfferStage
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import FormContext

ANSWER_THE_OFFER = gettext_noop("Answer the offer")
NOT_OPEN = gettext_noop("No offer waits for your answer here.")


def parse_accepted_offer(form: FormData, context: FormContext, step: Experiment) -> Sequence[UserCommand]:
    """The offer is accepted: the journey ends with new work."""
    _require_offer(form, context, step, "open", "accepted")
    return [RecordEnding(happened_on=context.today, ending="new_work", note=form.text("note"))]


def parse_declined_offer(form: FormData, context: FormContext, step: Experiment) -> Sequence[UserCommand]:
    """The client told them no, perhaps with a reason."""
    _require_offer(form, context, step, "open", "declined")
    return [
        DeclineOffer(
            happened_on=context.today,
            experiment_id=step.planned.experiment_id,
            why=form.text("why", most=500),
        )
    ]


def parse_answer_day(form: FormData, context: FormContext, step: Experiment) -> Sequence[UserCommand]:
    """The day by which the client answers, as they agreed."""
    _require_offer(form, context, step, "open")
    return [
        PlanFollowUp(
            happened_on=context.today,
            follow_up_id=form.new_id("follow_up"),
            experiment_id=step.planned.experiment_id,
            due=form.date("answer_by", context.today),
            what=current_translator().gettext(ANSWER_THE_OFFER),
        )
    ]


def _require_offer(form: FormData, context: FormContext, step: Experiment, *stages: OfferStage) -> None:
    offer = context.journey.job_offers.get(step.planned.experiment_id)
    if offer is None or offer.stage not in stages:
        form.add_error(FORM_ERROR, current_translator().gettext(NOT_OPEN))
