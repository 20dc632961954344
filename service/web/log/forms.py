"""The form of the log as commands: a plan, what became of it, and its conclusion, in one batch."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import get_args
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.commands.evidence import LearningInput, StrengthInput
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    NextStepInput,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.network import SetContactPhone
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import Experiment
from domain.vocabulary import (
    KINDS_REQUIRING_ROLE,
    KINDS_WITH_HOURS,
    KINDS_WITHOUT_CONTACT,
    Channel,
    ExperimentKind,
    Witness,
)
from service.localization.code_labels import KINDS
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.guess_labels import FEAR_OUTCOMES
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext, FormFields
from service.web.log.labels import OUTCOME_CHOICES, LogOutcome
from service.web.log.learning_forms import (
    LEARNING_FIELDS,
    parse_links_heard_of,
    parse_odds_signals,
    parse_roles_heard_of,
    parse_tradeoff,
)
from service.web.pitch.forms import papers_sent, pitch_tried, require_version_before
from service.web.role_and_contact_forms import parse_contact, parse_employer, parse_phone, parse_role
from service.web.roles.role_links import parse_links
from service.web.words_for_nothing import says_nothing

KIND_REQUIRED = gettext_noop("Choose what kind of step it was.")
CONCLUSION_REQUIRED = gettext_noop("Say in a sentence what you conclude, even if it is small.")
NEXT_STEP_REQUIRED = gettext_noop("Say what comes next. It keeps you going.")
DAY_AHEAD = gettext_noop("This date is in the future. Plan future steps instead of logging them.")
DAY_BEFORE_START = gettext_noop("Your journey started on %(day)s. This date is before that.")
ROLE_REQUIRED = gettext_noop("Choose the role this is about.")
DUE_NOT_AHEAD = gettext_noop("Your next step must have a future date.")
DEFAULT_NEXT_STEP_IN = timedelta(days=7)
"""When a next step without a day is due."""


def parse_logged_step(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A step that happened: the plan that the context names, or one of its own, what became of it, and its conclusion."""
    journey, today = context.journey, context.today
    plan = journey.experiments[context.item_id] if context.item_id else None
    kind = plan.planned.kind if plan else form.choice("kind", tuple(KINDS), needed=_message(KIND_REQUIRED))
    on = _day(form, journey, today)
    happened = _happened(form, kind)
    experiment_id = context.item_id or form.new_id("experiment")
    planned = [] if plan or kind is None else [_plan(form, journey, experiment_id, kind, on)]
    role_id = _role_of(plan, planned)
    hires = _hires(plan, planned)
    outcome = _outcome(form, experiment_id, kind, happened, on)
    learned = _learned(form, journey, role_id, hires=hires, took_place=happened == "run")
    concluded = tuple(_conclusion(form, experiment_id, learned, _outcome_sentence(kind, happened), today))
    papers = _papers(form, journey, experiment_id, on) if kind == "application" else ()
    tried = pitch_tried(form, journey, experiment_id, on, today) if _may_try(kind, happened) else ()
    links = (*_links(form, journey, planned, on), *parse_links_heard_of(form, journey, concluded))
    return (
        [*planned, outcome, *concluded, *papers, *tried, *_number(form, planned, today), *links]
        if kind
        else []
    )


def _links(
    form: FormData, journey: Journey, planned: Sequence[PlanExperiment], on: date
) -> Iterator[UserCommand]:
    for one in planned:
        yield from parse_links(form, journey, one.new_role or one.role_id, on)


def _may_try(kind: ExperimentKind | None, happened: LogOutcome) -> bool:
    """Whether a pitch may have been tried: someone was there to hear it."""
    return happened == "run" and kind != "application" and kind not in KINDS_WITHOUT_CONTACT


def _papers(form: FormData, journey: Journey, experiment_id: UUID, on: date) -> Sequence[UserCommand]:
    """What went out with an application."""
    require_version_before(form, "sent_pitch", journey, on)
    return papers_sent(form, experiment_id, on)


def _happened(form: FormData, kind: ExperimentKind | None) -> LogOutcome:
    """What became of it. Nobody is asked whether an application took place: who logs it sent it."""
    if kind == "application":
        return "run"
    return form.choice("happened", tuple(OUTCOME_CHOICES)) or "run"


def _outcome_sentence(kind: ExperimentKind | None, happened: LogOutcome) -> str | None:
    """What stands for a conclusion of a step that asks for none; None for one that asks for one."""
    match happened:
        case "cancelled":
            return current_translator().gettext("They called it off.")
        case "refused":
            return current_translator().gettext("They declined.")
        case "run":
            return current_translator().gettext("I sent it.") if kind == "application" else None


def _message(text: str) -> str:
    return current_translator().gettext(text)


def _day(form: FormData, journey: Journey, today: date) -> date:
    on, began = form.date("on", today), journey.started.event.happened_on
    if on > today:
        form.add_error("on", _message(DAY_AHEAD))
    elif on < began:
        form.add_error("on", _message(DAY_BEFORE_START) % {"day": current_translator().day(began)})
    return on


def _plan(
    form: FormData, journey: Journey, experiment_id: UUID, kind: ExperimentKind, on: date
) -> PlanExperiment:
    role = parse_role(form, journey, needed=kind in KINDS_REQUIRING_ROLE)
    return PlanExperiment(
        happened_on=on,
        experiment_id=experiment_id,
        kind=kind,
        role_id=role.known_id if role else None,
        new_role=role.new if role else None,
        dread_before=form.number("dread_before", 0, 10),
        contact=None if kind in KINDS_WITHOUT_CONTACT else parse_contact(form, journey),
        channel=None if kind in KINDS_WITHOUT_CONTACT else form.choice("channel", get_args(Channel)),
        employer=parse_employer(form, journey) if kind == "application" else None,
        refers_to=about if (about := form.uuid("about")) in journey.experiments else None,
    )


def _number(form: FormData, planned: list[PlanExperiment], today: date) -> Iterator[UserCommand]:
    """The telephone number of whom the step was with."""
    phone = parse_phone(form)
    contact = next((one.contact for one in planned), None)
    if phone and contact:
        yield SetContactPhone(happened_on=today, contact_id=contact.contact_id, phone=phone)


def _role_of(plan: Experiment | None, planned: list[PlanExperiment]) -> UUID | None:
    if plan:
        return plan.planned.role_id
    return next((one.new_role.role_id if one.new_role else one.role_id for one in planned), None)


def _hires(plan: Experiment | None, planned: list[PlanExperiment]) -> bool:
    if plan:
        return bool(plan.planned.meeting and plan.planned.meeting.can_hire)
    return any(one.contact and one.contact.can_hire for one in planned)


def _outcome(
    form: FormData, experiment_id: UUID, kind: ExperimentKind | None, happened: LogOutcome, on: date
) -> UserCommand:
    dread, note = form.number("dread_after", 0, 10), form.text("note")
    if happened == "cancelled":
        return CancelExperiment(happened_on=on, experiment_id=experiment_id, dread_after=dread, note=note)
    if happened == "refused":
        return RefuseExperiment(happened_on=on, experiment_id=experiment_id, dread_after=dread, note=note)
    hours = form.decimal("hours", 0.25, 1000) if kind in KINDS_WITH_HOURS else None
    fear = form.choice("fear", tuple(FEAR_OUTCOMES))
    return RunExperiment(
        happened_on=on, experiment_id=experiment_id, hours=hours, dread_after=dread, note=note, fear=fear
    )


def _conclusion(
    form: FormData, experiment_id: UUID, learned: LearningInput, stands_for_it: str | None, today: date
) -> Iterator[ConcludeExperiment]:
    """The conclusion; none of a step that asks for none and of which nothing else was said."""
    conclusion = form.text(
        "conclusion", needed=False if stands_for_it else _message(CONCLUSION_REQUIRED), most=500
    )
    following = form.text(
        "next_step", needed=False if stands_for_it else _message(NEXT_STEP_REQUIRED), most=500
    )
    due = form.date("next_due", today + DEFAULT_NEXT_STEP_IN)
    if due < today:
        form.add_error("next_due", _message(DUE_NOT_AHEAD))
    if stands_for_it and not conclusion:
        if not following and learned == LearningInput():
            return
        conclusion = stands_for_it
    yield ConcludeExperiment(
        happened_on=today,
        experiment_id=experiment_id,
        conclusion=conclusion or "",
        learned=learned,
        next_step=NextStepInput(what=following, due=due)
        if following and not says_nothing(following)
        else None,
    )


def _learned(
    form: FormData, journey: Journey, role_id: UUID | None, *, hires: bool, took_place: bool
) -> LearningInput:
    appeal = form.number("appeal", 0, 10) if took_place else None
    odds = parse_odds_signals(form, hires=hires)
    if role_id is None and (appeal is not None or odds):
        form.add_error("role", _message(ROLE_REQUIRED))
    return LearningInput(
        appeal=appeal,
        odds=odds,
        tradeoffs=parse_tradeoff(form, journey, met_in_reality=took_place),
        strengths=tuple(_strengths(form)),
        roles=parse_roles_heard_of(form, journey),
    )


def _strengths(form: FormData) -> Iterator[StrengthInput]:
    if wording := form.text("strength", most=200):
        witness: Witness = "contact" if form.has("who") or form.has("plan") else "self"
        yield StrengthInput(strength_id=form.new_id("strength"), wording=wording, witness=witness)


LOG_FIELDS: FormFields = {
    **LEARNING_FIELDS,
    "next_step/due": "next_due",
    "role_id": "role",
    "new_role": "role",
    "contact": "who",
    "pitch_id": "sent_pitch",
    "happened_on": "on",
}


def _log_fields(form: FormData, command: int) -> FormFields:
    """The last command is the conclusion; one that plans comes first where the form asked for the kind of step."""
    is_conclusion = command == (2 if form.has("kind") else 1)
    return {**LOG_FIELDS, "happened_on": "conclusion"} if is_conclusion else LOG_FIELDS


LOG_FORMS = {"logged": Form(parse=parse_logged_step, fields=_log_fields)}
