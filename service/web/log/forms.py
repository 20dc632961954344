"""From the log's form to commands: plan, what became of it, conclusion, all under the form's own id."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args
from uuid import UUID, uuid5

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.evidence import (
    CriterionInput,
    LearningInput,
    OddsSignalInput,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    NextStepInput,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.roles import NewRoleInput
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import Experiment
from domain.vocabulary import KINDS_REQUIRING_ROLE, Channel, ExperimentKind, HeardSignal, Witness
from service.localization.code_labels import KINDS
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import FieldLocator
from service.web.log.labels import OUTCOME_CHOICES, SIGNAL_CHOICES, LogOutcome
from service.web.role_and_contact_forms import parse_contact, parse_role

KIND_REQUIRED = gettext_noop("Say what kind of step it was.")


CONCLUSION_REQUIRED = gettext_noop("Say in a sentence what you conclude, even if it is small.")


NEXT_STEP_REQUIRED = gettext_noop("Say what comes next: it keeps you going.")


DAY_AHEAD = gettext_noop("This day is still to come. What lies ahead is planned, not logged.")


DAY_BEFORE_START = gettext_noop("Your journey began on %(day)s; this day lies before it.")


ROLE_REQUIRED = gettext_noop("Say which kind of work this is about.")


DUE_NOT_AHEAD = gettext_noop("What comes next lies ahead.")


DEFAULT_NEXT_STEP_IN = timedelta(days=7)
"""When a next step without a day is due."""


class LoggedStep(Struct, frozen=True, kw_only=True):
    """What a form means."""

    experiment_id: UUID
    kind: ExperimentKind
    happened: LogOutcome
    on: date
    commands: tuple[UserCommand, ...]


def parse_log_form(
    form: FormData, journey: Journey, plan: Experiment | None, today: date
) -> LoggedStep | None:
    """What the form means; None when something is not right yet: `answers.problems` says what."""
    kind = plan.planned.kind if plan else form.choice("kind", tuple(KINDS), needed=_said(KIND_REQUIRED))
    on = _day(form, journey, today)
    happened: LogOutcome = form.choice("happened", tuple(OUTCOME_CHOICES)) or "run"
    experiment_id = plan.planned.experiment_id if plan else uuid5(form.command_id, "experiment")
    planned = [] if plan or kind is None else [_plan(form, journey, experiment_id, kind, on)]
    role_id = _role_of(plan, planned)
    hires = _hires(plan, planned)
    commands: list[UserCommand] = [*planned, _outcome(form, experiment_id, kind, happened, on)]
    commands.append(_conclusion(form, journey, experiment_id, happened, role_id, hires=hires, today=today))
    if kind is None or form.errors:
        return None
    return LoggedStep(
        experiment_id=experiment_id, kind=kind, happened=happened, on=on, commands=tuple(commands)
    )


def _said(text: str) -> str:
    return current_translator().gettext(text)


def _day(form: FormData, journey: Journey, today: date) -> date:
    on, began = form.date("on", today), journey.started.event.happened_on
    if on > today:
        form.add_error("on", _said(DAY_AHEAD))
    elif on < began:
        form.add_error("on", _said(DAY_BEFORE_START) % {"day": current_translator().day(began)})
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
        refers_to=about if (about := form.uuid("about")) in journey.experiments else None,
    )


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
    hours = form.number("hours", 1, 1000) if kind in KINDS_WITH_HOURS else None
    return RunExperiment(
        happened_on=on, experiment_id=experiment_id, hours=hours, dread_after=dread, note=note
    )


def _conclusion(
    form: FormData,
    journey: Journey,
    experiment_id: UUID,
    happened: LogOutcome,
    role_id: UUID | None,
    *,
    hires: bool,
    today: date,
) -> ConcludeExperiment:
    took_place = happened == "run"
    conclusion = form.text("conclusion", needed=_said(CONCLUSION_REQUIRED), most=500)
    following = form.text("next_step", needed=_said(NEXT_STEP_REQUIRED), most=500)
    due = form.date("next_due", today + DEFAULT_NEXT_STEP_IN)
    if due < today:
        form.add_error("next_due", _said(DUE_NOT_AHEAD))
    return ConcludeExperiment(
        happened_on=today,
        experiment_id=experiment_id,
        conclusion=conclusion or "",
        learned=_learned(form, journey, role_id, hires=hires, took_place=took_place),
        next_step=NextStepInput(what=following, due=due) if following else None,
    )


def _learned(
    form: FormData, journey: Journey, role_id: UUID | None, *, hires: bool, took_place: bool
) -> LearningInput:
    appeal = form.number("appeal", 0, 10) if took_place else None
    heard = form.choices("odds", tuple(SIGNAL_CHOICES))
    if role_id is None and (appeal is not None or heard):
        form.add_error("role", _said(ROLE_REQUIRED))
    return LearningInput(
        appeal=appeal,
        odds=tuple(OddsSignalInput(signal=signal_from(one, hires=hires)) for one in heard),
        tradeoffs=tuple(_tradeoffs(form, journey, took_place=took_place)),
        strengths=tuple(_strengths(form)),
        roles=tuple(_heard_of(form, journey)),
    )


def _tradeoffs(form: FormData, journey: Journey, *, took_place: bool) -> Iterator[TradeoffInput]:
    """The one forced pair: `pair` holds both wishes, `tradeoff` the one that mattered more."""
    pair = [one for text in form.values("pair") if (one := _known_wish(text, journey))]
    winner = form.uuid("tradeoff")
    if winner is not None and winner in pair and len(pair) == 2:
        loser = pair[0] if pair[1] == winner else pair[1]
        yield TradeoffInput(
            winner=CriterionInput(criterion_id=winner),
            loser=CriterionInput(criterion_id=loser),
            met_in_reality=took_place,
        )


def _known_wish(text: str, journey: Journey) -> UUID | None:
    return next((key for key in journey.evidence.criteria if str(key) == text), None)


def _strengths(form: FormData) -> Iterator[StrengthInput]:
    if wording := form.text("strength", most=200):
        witness: Witness = "contact" if form.has("who") or form.has("plan") else "self"
        yield StrengthInput(strength_id=uuid5(form.command_id, "strength"), wording=wording, witness=witness)


def _heard_of(form: FormData, journey: Journey) -> Iterator[NewRoleInput]:
    found = parse_role(form, journey, name="heard_of")
    if found and found.new:
        yield found.new


def log_field_locator(step: LoggedStep) -> FieldLocator:
    """Which field of the form the field of a refused command is."""
    told_last = len(step.commands) - 1

    def found(command: int, field: str) -> str:
        path = field.split("/")
        if path[0] == "learned":
            return _LEARNED.get(path[1] if len(path) > 1 else "", FORM_ERROR)
        if path[0] == "next_step" and path[-1] == "due":
            return "next_due"
        if path[0] == "happened_on" and command == told_last:
            return "conclusion"
        return _CALLED.get(path[0], path[0])

    return found


_LEARNED = {
    "appeal": "appeal",
    "odds": "odds",
    "tradeoffs": "tradeoff",
    "strengths": "strength",
    "roles": "heard_of",
}


_CALLED = {"role_id": "role", "new_role": "role", "contact": "who", "happened_on": "on"}


KINDS_WITHOUT_CONTACT: frozenset[ExperimentKind] = frozenset({"desk_research", "reflection"})
"""Kinds of step that are done without somebody else."""


KINDS_WITH_HOURS: frozenset[ExperimentKind] = frozenset({"job_shadow", "trial"})
"""Kinds of step whose hours count."""


def signal_from(code: HeardSignal, *, hires: bool) -> HeardSignal:
    """The signal as the model knows it: said by somebody who hires it counts more."""
    match code:
        case "fresh_outsider" if hires:
            return "fresh_outsider_from_hirer"
        case "one_of_many" if hires:
            return "one_of_many_from_hirer"
        case _:
            return code
