"""The form that closes a week: conclusions that are missing, the week's own, what comes first next, what is let go of."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from domain.journey.commands.experiment_outcomes import ConcludeExperiment
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.roles import ParkRole
from domain.journey.commands.weeks import ReviewWeek
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from domain.vocabulary import FirstNextWeek
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.quotation import unquoted
from service.web.experiments.forms import CONCLUSION_REQUIRED as STEP_CONCLUSION_REQUIRED
from service.web.form_data import FORM_ERROR, NOT_A_CHOICE, FormData
from service.web.form_submission import Form, FormContext, FormFields, Forms

CONCLUSION_REQUIRED = gettext_noop("Say in a sentence what the week taught you.")
DID_NOT_HOLD_UP = gettext_noop("What I believed did not hold up: “%(belief)s”")
"""The insight that is recorded when a belief is let go of."""
NOTHING = "nothing"
OTHER_FIRSTS: tuple[FirstNextWeek, ...] = ("hirer", "new_role", "usual")
MISSING = "missing"
"""The field that lists the steps without a conclusion."""


def parse_closed_week(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A week is closed; in this order, by which its errors find their fields."""
    monday = monday_of(form.date("monday", context.today))
    missing = list(_parse_missing(form, context))
    let_go = list(_parse_let_go(form, context))
    conclusion = form.text("conclusion", needed=current_translator().gettext(CONCLUSION_REQUIRED), most=500)
    first, first_role_id = _parse_first(form, context)
    energy = form.number("energy", 0, 10)
    reviewed = ReviewWeek(
        happened_on=context.today,
        monday=monday,
        conclusion=conclusion or "",
        first=first,
        first_role_id=first_role_id,
    )
    commands: list[UserCommand] = [*missing, reviewed, *let_go]
    if energy is not None and context.journey.pulses.energy.get(context.today, energy) == energy:
        commands.append(RateEnergy(happened_on=context.today, rating=energy))
    return commands


def closed_as(form: FormData, context: FormContext) -> str:
    """Which confirmation fits: the conclusion of the running week is seen on Monday, that of the last one orders this one.

    It goes by the day on which the form was recorded first.
    """
    monday = monday_of(form.date("monday", context.today))
    known = context.journey.weeks.reviewed.get(monday)
    closed_on = known.happened_on if known else context.today
    first, _ = _parse_first(form, context)
    match (monday_of(closed_on) - monday).days // 7:
        case 0:
            return "closed"
        case 1 if first not in (None, "usual"):
            return "closed_last"
        case _:
            return "closed_earlier"


def _parse_missing(form: FormData, context: FormContext) -> Iterator[ConcludeExperiment]:
    for experiment_id in _missing(form, context):
        needed = current_translator().gettext(STEP_CONCLUSION_REQUIRED)
        conclusion = form.text(f"conclusion-{experiment_id}", needed=needed, most=500)
        yield ConcludeExperiment(
            happened_on=context.today, experiment_id=experiment_id, conclusion=conclusion or ""
        )


def _missing(form: FormData, context: FormContext) -> list[UUID]:
    listed = form.values(MISSING)
    return [key for key in context.journey.experiments if str(key) in listed]


def _parse_let_go(form: FormData, context: FormContext) -> Iterator[UserCommand]:
    what, _, named = form.first("drop").partition(".")
    if what in ("", NOTHING):
        return
    translator, journey = current_translator(), context.journey
    role_id = next((key for key in journey.roles if what == "park" and str(key) == named), None)
    step = next(
        (one for key, one in journey.experiments.items() if what == "belief" and str(key) == named), None
    )
    reason = form.text(f"reason-{named}", most=500)
    if role_id and reason:
        yield ParkRole(happened_on=context.today, role_id=role_id, reason=reason)
    elif step and step.planned.hypothesis:
        wording = translator.gettext(DID_NOT_HOLD_UP) % {"belief": unquoted(step.planned.hypothesis)}
        yield NameInsight(
            happened_on=context.today,
            insight_id=form.new_id("insight"),
            wording=wording,
            found="experiment",
            found_in=step.planned.experiment_id,
        )
    else:
        form.add_error("drop", translator.gettext(NOT_A_CHOICE))


def _parse_first(form: FormData, context: FormContext) -> tuple[FirstNextWeek | None, UUID | None]:
    what, _, named = form.first("first").partition(".")
    if what == "role":
        role_id = next((key for key in context.journey.roles if str(key) == named), None)
        if role_id:
            return "role", role_id
    return form.choice("first", OTHER_FIRSTS), None


def _close_fields(form: FormData, command: int) -> FormFields:
    """The conclusions of steps come first, in the order in which their fields are listed."""
    missing = form.values(MISSING)
    if command < len(missing):
        return {"conclusion": f"conclusion-{missing[command]}", "happened_on": FORM_ERROR}
    return {"monday": FORM_ERROR, "rating": "energy", "wording": "drop", "reason": "drop"}


CLOSE_FORMS: Forms = MappingProxyType({"closed": Form(parse=parse_closed_week, fields=_close_fields)})
CLOSE_CONFIRMATIONS: Mapping[str, str] = MappingProxyType(
    {
        "closed": gettext_noop("Saved. On Monday your conclusion is the first thing you see."),
        "closed_last": gettext_noop("Saved. Your suggestions follow it this week."),
        "closed_earlier": gettext_noop("Saved. It stays in your history."),
    }
)
"""By their name in the address that the form leads to."""
