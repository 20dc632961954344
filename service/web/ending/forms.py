"""The forms of the ending: how it ends, and the dates on which someone asks how it goes."""

from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import get_args

from domain.journey.commands.endings import PlanAfterCare, RecordEnding
from domain.journey.decide import UserCommand
from domain.vocabulary import Ending
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.ending.labels import CARE_DATES
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext, FormFields, Forms
from service.web.refusals.forms import parse_past_day

ENDING_REQUIRED = gettext_noop("Choose how it ends. If you are not sure yet, leave it.")
LATER_DATE = gettext_noop("Choose a later date.")
CARE_REQUIRED = gettext_noop("Choose at least one date. If you need none, leave it.")
QUESTION_REQUIRED = gettext_noop("Enter a question for that date.")


def parse_ending(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """How the journey ended, and since when."""
    endings: tuple[Ending, ...] = get_args(Ending)
    translator = current_translator()
    ending = form.choice("ending", endings, needed=translator.gettext(ENDING_REQUIRED)) or "stopped"
    on = parse_past_day(form, "ended_on", context)
    if on < context.folded.started_on:
        form.add_error("ended_on", translator.gettext(LATER_DATE))
    return [RecordEnding(happened_on=on, ending=ending, note=form.text("ending_note"))]


def parse_proposed_care(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The proposed dates that were ticked, each with its question."""
    commands = list(_ticked(form, context))
    if not commands:
        form.add_error("care", current_translator().gettext(CARE_REQUIRED))
    return commands


def _ticked(form: FormData, context: FormContext) -> Iterator[UserCommand]:
    for one in form.choices("care", CARE_DATES):
        yield _planned(form, context, f"care_date-{one}", f"care_question-{one}")


def parse_after_care(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """One date for aftercare, with its question."""
    return [_planned(form, context, "care_date", "care_question")]


def _planned(form: FormData, context: FormContext, date_field: str, question_field: str) -> PlanAfterCare:
    question = current_translator().gettext(QUESTION_REQUIRED)
    return PlanAfterCare(
        happened_on=context.today,
        after_care_id=form.new_id(date_field),
        due=form.date(date_field, context.today),
        what=form.text(question_field, needed=question, most=500) or "",
    )


def _proposed_fields(form: FormData, command: int) -> FormFields:
    ticked = form.choices("care", CARE_DATES)
    code = ticked[command] if command < len(ticked) else ""
    return {"due": f"care_date-{code}", "what": f"care_question-{code}"}


CARE_FIELDS: FormFields = MappingProxyType({"due": "care_date", "what": "care_question"})

ENDING_FORMS: Forms = MappingProxyType(
    {
        "ended": Form(
            parse=parse_ending,
            confirmation=gettext_noop("Saved. Your own word for it counts."),
            fields={"happened_on": "ended_on", "note": "ending_note"},
        ),
        "proposed": Form(
            parse=parse_proposed_care,
            confirmation=gettext_noop("Saved. The dates are on your to-do list."),
            fields=_proposed_fields,
        ),
        "care": Form(
            parse=parse_after_care,
            confirmation=gettext_noop("Saved. It is on your to-do list for that day."),
            fields=CARE_FIELDS,
        ),
    }
)
"""By the end of their address."""
