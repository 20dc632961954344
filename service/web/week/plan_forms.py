"""The form that plans a step: what, with whom, when and where; and what the client guesses, believes and fears before it."""

from collections.abc import Mapping, Sequence
from datetime import time
from types import MappingProxyType
from typing import get_args

from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput, PlanExperiment
from domain.journey.decide import UserCommand
from domain.vocabulary import (
    KINDS_REQUIRING_ROLE,
    KINDS_WITHOUT_CONTACT,
    Channel,
    ExperimentKind,
    FiveTries,
    TestedAspect,
)
from projections.claims.beliefs import belief_of
from projections.claims.projection import CLAIM_NAMES
from service.localization.code_labels import KINDS
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.web.clock_times import clock_time_in
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext
from service.web.role_and_contact_forms import parse_contact, parse_employer, parse_role
from service.web.roles.role_links import parse_links
from service.web.week.suggestions import parse_shown

KIND_REQUIRED = gettext_noop("Choose what kind of step it is.")
DAY_PASSED = gettext_noop("This date has passed. Choose today or later.")
NOT_A_TIME = gettext_noop("Enter a time, such as 16:10.")
TWO_TIMES = gettext_noop("Your words below name another time. Keep one of the two.")
WHEN_AND_WHERE_REQUIRED = gettext_noop("Fill in both when and where. Together they help you actually do it.")
CHANCES: Mapping[FiveTries, float] = MappingProxyType(
    {"no": 0.10, "perhaps": 0.35, "probably": 0.65, "yes": 0.90}
)
"""What an answer means as the chance that this one application leads to an interview."""
MOST_IN_WHEN = 490
"""Characters; a time of day goes before them."""
TAPS: tuple[FiveTries, ...] = get_args(FiveTries)


def parse_plan(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A step is planned."""
    translator, journey, on = current_translator(), context.journey, form.written_on(context.today)
    kind = form.choice("kind", tuple(KINDS), needed=translator.gettext(KIND_REQUIRED))
    role = parse_role(form, journey, needed=kind in KINDS_REQUIRING_ROLE)
    contact = None if kind in KINDS_WITHOUT_CONTACT else parse_contact(form, journey)
    channel = None if kind in KINDS_WITHOUT_CONTACT else form.choice("channel", get_args(Channel))
    planned_for = form.date("planned_for", on)
    if planned_for < on:
        form.add_error("planned_for", translator.gettext(DAY_PASSED))
    about = form.uuid("about")
    command_plan = _when_and_where(form)
    hypothesis, tests = _belief(form)
    forecast = _forecast(form, kind)
    dread, feared = form.number("dread_before", 0, 10), form.text("feared", most=500)
    if kind is None:
        return []
    return [
        PlanExperiment(
            happened_on=on,
            experiment_id=form.new_id("experiment"),
            kind=kind,
            role_id=role.known_id if role else None,
            new_role=role.new if role else None,
            contact=contact,
            channel=channel,
            employer=parse_employer(form, journey) if kind == "application" else None,
            planned_for=planned_for,
            plan=command_plan,
            hypothesis=hypothesis,
            tests=tests,
            forecast=forecast,
            dread_before=dread,
            feared=feared,
            what=form.text("what", most=500),
            refers_to=about if about in journey.experiments else None,
        ),
        *parse_links(form, journey, (role.new or role.role_id) if role else None, on),
        *parse_shown(form, context.folded),
    ]


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


def _forecast(form: FormData, kind: ExperimentKind | None) -> ForecastInput | None:
    expected = form.number("expected", 0, 10)
    tries, invited = form.choice("five_tries", TAPS), form.choice("invited", TAPS)
    if kind == "application":
        guess = ForecastInput(appeal=expected, invited=CHANCES[invited] if invited else None)
    elif kind == "interview":
        guess = ForecastInput(appeal=expected)
    else:
        guess = ForecastInput(appeal=expected, five_tries=tries)
    return None if guess == ForecastInput() else guess


def _belief(form: FormData) -> tuple[str | None, tuple[TestedAspect, ...]]:
    """What is believed, and what a step tests that is to find out about it; what she wrote herself comes first."""
    written, claim = form.text("hypothesis", most=500), form.choice("belief", CLAIM_NAMES)
    if written or claim is None:
        return written, ()
    tapped = belief_of(claim)
    return translate_message(current_translator(), tapped.text), (tapped.tests,)


def _time(form: FormData) -> time | None:
    found = form.first("time_of_day").strip()
    if not found:
        return None
    at = clock_time_in(found)
    if at is None:
        form.add_error("time_of_day", current_translator().gettext(NOT_A_TIME))
    return at


def _when_and_where(form: FormData) -> IfThenPlanInput | None:
    at, when, where = _time(form), form.text("when", most=MOST_IN_WHEN), form.text("where", most=500)
    if_then = form.text("if_then", most=500)
    if at:
        in_words = clock_time_in(when) if when else None
        if in_words and in_words != at:
            form.add_error("time_of_day", current_translator().gettext(TWO_TIMES))
        words = when if in_words else ", ".join(filter(None, (f"{at:%H:%M}", when)))
        return IfThenPlanInput(when=words or "", where=where, if_then=if_then)
    if when and where:
        return IfThenPlanInput(when=when, where=where, if_then=if_then)
    if when or where or if_then:
        form.add_error("where" if when else "when", current_translator().gettext(WHEN_AND_WHERE_REQUIRED))
    return None
