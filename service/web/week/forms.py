"""Planning a step: what, with whom, when and where, and what one expects of it."""

from typing import get_args
from uuid import uuid5

from domain.journey.aggregate import Journey
from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput, PlanExperiment
from domain.vocabulary import KINDS_REQUIRING_ROLE, Channel
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.page_context import PageContext
from service.web.role_and_contact_forms import parse_contact, parse_role
from service.web.words import KINDS

KINDS_WITHOUT_CONTACT = frozenset({"desk_research", "reflection"})


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


def _command(visit: PageContext, answers: FormData, journey: Journey) -> PlanExperiment | None:
    words, today = current_translator(), visit.today(journey)
    kind = answers.choice("kind", tuple(KINDS), needed=words.gettext(KIND_REQUIRED))
    role = parse_role(answers, journey, needed=kind in KINDS_REQUIRING_ROLE)
    contact = None if kind in KINDS_WITHOUT_CONTACT else parse_contact(answers, journey)
    channel = None if kind in KINDS_WITHOUT_CONTACT else answers.choice("channel", get_args(Channel))
    planned_for = answers.date("planned_for", today)
    if planned_for < today:
        answers.add_error("planned_for", words.gettext(DAY_PASSED))
    expected = answers.number("expected", 0, 10)
    command_plan = _when_and_where(answers)
    hypothesis = answers.text("hypothesis", most=500)
    dread = answers.number("dread_before", 0, 10)
    if kind is None or answers.problems:
        return None
    return PlanExperiment(
        happened_on=today,
        experiment_id=uuid5(answers.command_id, "experiment"),
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


def _when_and_where(answers: FormData) -> IfThenPlanInput | None:
    when, where = answers.text("when", most=500), answers.text("where", most=500)
    if_then = answers.text("if_then", most=500)
    if when and where:
        return IfThenPlanInput(when=when, where=where, if_then=if_then)
    if when or where or if_then:
        answers.add_error("where" if when else "when", current_translator().gettext(WHEN_AND_WHERE_REQUIRED))
    return None
