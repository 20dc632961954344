"""The forms on the agenda: a follow-up that was made, a leave to ring, a promise, a challenge, a goal."""

from collections.abc import Sequence
from types import MappingProxyType

from domain.journey.commands.agreements import AnswerChallenge
from domain.journey.decide import UserCommand
from domain.journey.events.agreements import ChallengeAnswer
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.about_you.forms import parse_commitment_outcome, parse_reached_goal
from service.web.answer_confirmations import CHALLENGE_CONFIRMATIONS, COMMITMENT_CONFIRMATIONS
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.refusals.follow_up_call import CALL_CHANNELS, follow_up_call
from service.web.refusals.forms import parse_feedback_agreement, parse_past_day

CONCLUSION_REQUIRED = gettext_noop("Say in a sentence how it went.")
CHALLENGE_OUTCOMES: tuple[ChallengeAnswer, ...] = ("met", "declined")


def parse_made_follow_up(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A follow-up was made: a step of its own, that refers to the one it follows."""
    on, channel = parse_past_day(form, "on", context), form.choice("channel", CALL_CHANNELS)
    conclusion = form.text("conclusion", needed=current_translator().gettext(CONCLUSION_REQUIRED), most=500)
    promised = context.journey.answers.follow_ups.get(context.item_id) if context.item_id else None
    if promised is None or promised.experiment_id not in context.journey.experiments:
        return []
    return follow_up_call(
        context.journey,
        promised.experiment_id,
        form.new_id("follow_up"),
        on,
        conclusion=conclusion or "",
        concluded_on=context.today,
        channel=channel,
        note=form.text("note"),
    )


def parse_met_challenge(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A challenge was met, or declined after all."""
    answer, challenge_id = form.choice("answer", CHALLENGE_OUTCOMES, needed=True), context.item_id
    if answer is None or challenge_id is None:
        return []
    return [AnswerChallenge(happened_on=context.today, challenge_id=challenge_id, answer=answer)]


AGENDA_FORMS: Forms = MappingProxyType(
    {
        "follow-up": Form(
            parse=parse_made_follow_up,
            confirmation=gettext_noop("Saved. You got back in touch, which few people do."),
            fields={"happened_on": "on", "channel": FORM_ERROR},
        ),
        "ring": Form(
            parse=parse_feedback_agreement,
            confirmation=gettext_noop("Saved. Now a call afterwards will not come as a surprise."),
        ),
        "promise": Form(
            parse=parse_commitment_outcome,
            button_field="kept",
            confirmations=COMMITMENT_CONFIRMATIONS,
            fields={"kept": FORM_ERROR},
        ),
        "challenge": Form(
            parse=parse_met_challenge,
            button_field="answer",
            confirmations=CHALLENGE_CONFIRMATIONS,
            fields={"answer": FORM_ERROR},
        ),
        "goal": Form(
            parse=parse_reached_goal, confirmation=gettext_noop("Reached. Take a moment to enjoy it.")
        ),
    }
)
"""By the middle of their address."""
