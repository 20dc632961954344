"""Planning a step: what, with whom, when and where, and what one expects of it."""

from typing import get_args

from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput, PlanExperiment
from domain.vocabulary import KINDS_REQUIRING_ROLE, KINDS_WITHOUT_CONTACT, Channel
from service.application.folded_journey import FoldedJourney
from service.localization.code_labels import KINDS
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.role_and_contact_forms import parse_contact, parse_role

KIND_REQUIRED = gettext_noop("Say what kind of step it is.")


DAY_PASSED = gettext_noop("This day is over. What has happened is logged, not planned.")


WHEN_AND_WHERE_REQUIRED = gettext_noop(
    "Say both when and where: together they make a plan that carries itself out."
)


FORM_FIELDS = {
    "role_id": "role",
    "new_role": "role",
    "contact": "who",
    "plan": "where",
    "forecast": "expected",
    "happened_on": "planned_for",
}


def parse_plan(form: FormData, folded: FoldedJourney) -> PlanExperiment | None:
    """The plan a form describes; None when something in it is not right."""
    translator, journey, today = current_translator(), folded.journey, folded.today
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
    if kind is None or form.errors:
        return None
    return PlanExperiment(
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


def _when_and_where(form: FormData) -> IfThenPlanInput | None:
    when, where = form.text("when", most=500), form.text("where", most=500)
    if_then = form.text("if_then", most=500)
    if when and where:
        return IfThenPlanInput(when=when, where=where, if_then=if_then)
    if when or where or if_then:
        form.add_error("where" if when else "when", current_translator().gettext(WHEN_AND_WHERE_REQUIRED))
    return None
