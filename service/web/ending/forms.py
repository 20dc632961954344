"""The forms of the ending: how it ends, and the dates on which one question waits: planned, answered, moved, dropped."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import get_args

from domain.journey.commands.endings import PlanAfterCare, RecordEnding, SettleAfterCare
from domain.journey.commands.pulses import RateTrust
from domain.journey.decide import UserCommand
from domain.journey.events.endings import AfterCarePlanned
from domain.vocabulary import Ending
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.ending.labels import CARE_DATES
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, FormFields, Forms
from service.web.refusals.forms import parse_past_day

ENDING_REQUIRED = gettext_noop("Choose how it ends. If you are not sure yet, leave it.")
LATER_DATE = gettext_noop("Choose a later date.")
CARE_REQUIRED = gettext_noop("Choose at least one date. If you need none, leave it.")
ANSWER_REQUIRED = gettext_noop("Write a sentence, or choose “Not now”.")
SETTLED = gettext_noop(
    "This question was answered or changed in another window. What you see is how it stands now."
)
NOT_NOW = timedelta(weeks=2)
"""How much later a question waits that is put off."""
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


def parse_care_answer(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The question of a date is answered; and, if she says it, how much she trusts the coaching."""
    planned, translator = _known(context), current_translator()
    if planned is None:
        return []
    answer = form.text("answer", needed=translator.gettext(ANSWER_REQUIRED))
    settled = SettleAfterCare(happened_on=context.today, after_care_id=planned.after_care_id, answer=answer)
    rating = form.number("trust", 0, 10)
    if rating is None:
        return [settled]
    return [settled, RateTrust(happened_on=context.today, rating=rating)]


def parse_moved_care(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A date gets another day or question: one is dropped, and another takes its place."""
    planned = _known(context)
    if planned is None:
        return []
    _refuse_if_settled(form, planned, context)
    return [*_dropped(planned, context), _planned(form, context, "moved_date", "moved_question")]


def parse_later_care(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The question waits for two more weeks."""
    planned = _known(context)
    if planned is None:
        return []
    _refuse_if_settled(form, planned, context)
    again = PlanAfterCare(
        happened_on=context.today,
        after_care_id=form.new_id("later"),
        due=context.today + NOT_NOW,
        what=planned.what,
    )
    return [*_dropped(planned, context), again]


def parse_dropped_care(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A date is not needed."""
    planned = _known(context)
    if planned is None:
        return []
    _refuse_if_settled(form, planned, context)
    return _dropped(planned, context)


def _refuse_if_settled(form: FormData, planned: AfterCarePlanned, context: FormContext) -> None:
    """A question that was answered, put off or dropped in another window does not wait any more."""
    if planned.after_care_id in context.journey.endings.settled:
        form.add_error(FORM_ERROR, current_translator().gettext(SETTLED))


def _dropped(planned: AfterCarePlanned, context: FormContext) -> list[UserCommand]:
    return [SettleAfterCare(happened_on=context.today, after_care_id=planned.after_care_id)]


def _known(context: FormContext) -> AfterCarePlanned | None:
    """The date that the address names."""
    return context.journey.endings.after_care.get(context.item_id) if context.item_id else None


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
CARE_FORMS: Forms = MappingProxyType(
    {
        "answer": Form(
            parse=parse_care_answer,
            confirmation=gettext_noop("Saved. Thank you for looking back."),
            fields={"rating": "trust"},
        ),
        "later": Form(
            parse=parse_later_care, confirmation=gettext_noop("Saved. The question comes back in two weeks.")
        ),
        "moved": Form(
            parse=parse_moved_care,
            confirmation=gettext_noop("Saved. The new date stands."),
            fields={"due": "moved_date", "what": "moved_question"},
        ),
        "dropped": Form(
            parse=parse_dropped_care, confirmation=gettext_noop("Dropped. Nothing is asked on that date.")
        ),
    }
)
"""The forms about one date, by the middle of their address."""
