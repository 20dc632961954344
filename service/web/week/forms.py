"""The forms of the running week: what it is for, its rest and its end, and a plan that is taken back."""

from collections.abc import Sequence

from domain.journey.commands.experiment_outcomes import DropExperiment
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.weeks import DeclareRest, PlanWeek, ReviewWeek
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext

CONCLUSION_REQUIRED = gettext_noop("Say in a sentence what you learned this week.")


def parse_intention(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What the week is for."""
    intention = form.text("intention", needed=True, most=500)
    return [PlanWeek(happened_on=context.today, monday=monday_of(context.today), intention=intention)]


def parse_week_conclusion(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A week is closed with its conclusion, and perhaps with how much energy the client has today."""
    today = context.today
    conclusion = form.text("conclusion", needed=current_translator().gettext(CONCLUSION_REQUIRED), most=500)
    energy = form.number("energy", 0, 10)
    monday = form.date("monday", monday_of(today))
    commands: list[UserCommand] = [ReviewWeek(happened_on=today, monday=monday, conclusion=conclusion or "")]
    if energy is not None and context.journey.pulses.energy.get(today, energy) == energy:
        commands.append(RateEnergy(happened_on=today, rating=energy))
    return commands


def parse_rest(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The week is taken off."""
    today = context.today
    return [DeclareRest(happened_on=today, monday=monday_of(today), reason=form.text("reason"))]


def parse_dropped_plan(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A plan is taken back."""
    return [DropExperiment(happened_on=context.today, experiment_id=context.item(form, "experiment_id"))]


WEEK_FORMS = {
    "intention": Form(
        parse=parse_intention, confirmation=gettext_noop("Saved. It is at the top of your week.")
    ),
    "closed": Form(
        parse=parse_week_conclusion,
        confirmation=gettext_noop("Week reviewed. What you learned helps you choose the next one."),
    ),
    "rest": Form(
        parse=parse_rest,
        confirmation=gettext_noop(
            "Rest well. You lose nothing here. What you agreed with your benefits office still applies."
        ),
    ),
    "dropped": Form(
        parse=parse_dropped_plan,
        confirmation=gettext_noop("Dropped. It stays in your history as a plan."),
    ),
}
"""The forms of the week, by the name of their confirmation."""
