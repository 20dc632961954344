"""The form of the three questions: what can I do, what do I want, what am I doing to get there."""

from collections.abc import Sequence

from domain.journey.commands.intake import AnswerQuestions
from domain.journey.decide import UserCommand
from domain.journey.events.intake import QuestionsAnswered
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext
from service.web.stale_form import refuse_if_replaced

ONE_REQUIRED = gettext_noop("Answer at least one of the three.")


def parse_questions(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Her answers to the three; they take the place of the earlier ones."""
    can, want, move = (form.text(name, most=2000) for name in ("can", "want", "move"))
    if not (can or want or move):
        form.add_error("can", current_translator().gettext(ONE_REQUIRED))
    refuse_if_replaced(form, context.journey, QuestionsAnswered, "can")
    return [AnswerQuestions(happened_on=context.today, can=can, want=want, move=move)]


QUESTIONS_FORM = Form(
    parse=parse_questions, confirmation=gettext_noop("Saved. You find your answers on your profile.")
)
