"""The forms of the running week, and the one that plans a step: what, with whom, when and where, and what is expected of it."""

from collections.abc import Sequence
from typing import get_args

from domain.journey.commands.experiment_outcomes import DropExperiment
from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput, PlanExperiment
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.weeks import DeclareRest, PlanWeek, ReviewWeek
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from domain.vocabulary import KINDS_REQUIRING_ROLE, KINDS_WITHOUT_CONTACT, Channel
from service.localization.code_labels import KINDS
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext
from service.web.role_and_contact_forms import parse_contact, parse_role

CONCLUSION_REQUIRED = gettext_noop("Say in a sentence what you learned this week.")
KIND_REQUIRED = gettext_noop("Choose what kind of step it is.")
DAY_PASSED = gettext_noop("This date has passed. Log what has happened instead of planning it.")
WHEN_AND_WHERE_REQUIRED = gettext_noop("Fill in both when and where. Together they help you actually do it.")


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


def parse_plan(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A step is planned."""
    translator, journey, today = current_translator(), context.journey, context.today
    kind = form.choice("kind", tuple(KINDS), needed=translator.gettext(KIND_REQUIRED))
    role = parse_role(form, journey, needed=kind in KINDS_REQUIRING_ROLE)
    contact = None if kind in KINDS_WITHOUT_CONTACT else parse_contact(form, journey)
    channel = None if kind in KINDS_WITHOUT_CONTACT else form.choice("channel", get_args(Channel))
    planned_for = form.date("planned_for", today)
    if planned_for < today:
        form.add_error("planned_for", translator.gettext(DAY_PASSED))
    expected = form.number("expected", 0, 10)
    command_plan = _when_and_where(form)
    hypothesis = form.text("hypothesis", most=500)
    dread = form.number("dread_before", 0, 10)
    if kind is None:
        return []
    return [
        PlanExperiment(
            happened_on=today,
            experiment_id=form.new_id("experiment"),
            kind=kind,
            role_id=role.known_id if role else None,
            new_role=role.new if role else None,
            contact=contact,
            channel=channel,
            planned_for=planned_for,
            plan=command_plan,
            hypothesis=hypothesis,
            forecast=None if expected is None else ForecastInput(appeal=expected),
            dread_before=dread,
        )
    ]


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
PLAN_FORMS = {
    "planned": Form(
        parse=parse_plan,
        confirmation=gettext_noop("Planned. When it has happened, log how it went."),
        fields={
            "role_id": "role",
            "new_role": "role",
            "contact": "who",
            "plan": "where",
            "forecast": "expected",
            "happened_on": "planned_for",
        },
    )
}
"""The form on a page of its own that leads back to the week."""


def _when_and_where(form: FormData) -> IfThenPlanInput | None:
    when, where = form.text("when", most=500), form.text("where", most=500)
    if_then = form.text("if_then", most=500)
    if when and where:
        return IfThenPlanInput(when=when, where=where, if_then=if_then)
    if when or where or if_then:
        form.add_error("where" if when else "when", current_translator().gettext(WHEN_AND_WHERE_REQUIRED))
    return None
