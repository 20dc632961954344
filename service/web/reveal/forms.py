"""The forms of a reveal: whether a belief held up, leave to call afterwards, and the two ways on after a no."""

from collections.abc import Sequence
from types import MappingProxyType

from litestar.exceptions import NotFoundException

from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.decide import UserCommand
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.guess_labels import BELIEF_VERDICTS
from service.web.answer_confirmations import VERDICT_CONFIRMATIONS
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.refusals.forms import REFUSAL_FORMS

VERDICT_REQUIRED = gettext_noop("Say whether it held up.")


def parse_verdict(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Whether the belief that the step was to test held up."""
    if context.item_id is None or context.item_id not in context.journey.experiments:
        raise NotFoundException
    verdict = form.choice(
        "verdict", tuple(BELIEF_VERDICTS), needed=current_translator().gettext(VERDICT_REQUIRED)
    )
    if verdict is None:
        return []
    return [JudgeBelief(happened_on=context.today, experiment_id=context.item_id, verdict=verdict)]


REVEAL_FORMS: Forms = MappingProxyType(
    {
        "verdict": Form(
            parse=parse_verdict,
            button_field="verdict",
            confirmations=VERDICT_CONFIRMATIONS,
            fields={"experiment_id": "verdict", "happened_on": "verdict"},
        ),
        "leave": REFUSAL_FORMS["leave"],
        "pause": REFUSAL_FORMS["pause"],
    }
)
"""By the end of their address."""
