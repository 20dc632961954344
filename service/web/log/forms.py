"""From the log's form to commands: plan, what became of it, conclusion, all under the form's own id."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args
from uuid import UUID, uuid5

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    NextStepGiven,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.decide import Command
from domain.journey.events.experiments import Experiment
from domain.journey.learning import Criterion, Learned, Odds, Strength, Tradeoff
from domain.journey.roles import NewRole
from domain.vocabulary import KINDS_ABOUT_A_ROLE, Channel, Kind, Witness
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import WHOLE, Answers
from service.web.form_submission import Where
from service.web.log.choices import ALONE, HAPPENED, LONG, SIGNALS, Happened, signal_from
from service.web.role_and_contact_forms import contact_from, role_from
from service.web.words import KINDS

WITHOUT_KIND = marked("Say what kind of step it was.")
WITHOUT_CONCLUSION = marked("Say in a sentence what you conclude, even if it is small.")
WITHOUT_NEXT = marked("Say what comes next: it keeps you going.")
AHEAD = marked("This day is still to come. What lies ahead is planned, not logged.")
BEFORE_THE_START = marked("Your journey began on %(day)s; this day lies before it.")
ROLE_FIRST = marked("Say which kind of work this is about.")
DUE_FIRST = marked("What comes next lies ahead.")

NEXT_WITHIN = timedelta(days=7)
"""When a next step without a day is due."""


class Logged(Struct, frozen=True, kw_only=True):
    """What a form means."""

    experiment_id: UUID
    kind: Kind
    happened: Happened
    on: date
    commands: tuple[Command, ...]


def logged(answers: Answers, journey: Journey, plan: Experiment | None, today: date) -> Logged | None:
    """What the form means; None when something is not right yet: `answers.problems` says what."""
    kind = plan.planned.kind if plan else answers.one_of("kind", tuple(KINDS), needed=_said(WITHOUT_KIND))
    on = _day(answers, journey, today)
    happened: Happened = answers.one_of("happened", tuple(HAPPENED)) or "run"
    experiment_id = plan.planned.experiment_id if plan else uuid5(answers.command_id, "experiment")
    planned = [] if plan or kind is None else [_plan(answers, journey, experiment_id, kind, on)]
    role_id = _role_of(plan, planned)
    hires = _hires(plan, planned)
    commands: list[Command] = [*planned, _outcome(answers, experiment_id, kind, happened, on)]
    commands.append(_conclusion(answers, journey, experiment_id, happened, role_id, hires=hires, today=today))
    if kind is None or answers.problems:
        return None
    return Logged(experiment_id=experiment_id, kind=kind, happened=happened, on=on, commands=tuple(commands))


def _said(text: str) -> str:
    return spoken().gettext(text)


def _day(answers: Answers, journey: Journey, today: date) -> date:
    on, began = answers.day("on", today), journey.started.fact.happened_on
    if on > today:
        answers.complain("on", _said(AHEAD))
    elif on < began:
        answers.complain("on", _said(BEFORE_THE_START) % {"day": spoken().day(began)})
    return on


def _plan(answers: Answers, journey: Journey, experiment_id: UUID, kind: Kind, on: date) -> PlanExperiment:
    role = role_from(answers, journey, needed=kind in KINDS_ABOUT_A_ROLE)
    return PlanExperiment(
        happened_on=on,
        experiment_id=experiment_id,
        kind=kind,
        role_id=role.known if role else None,
        new_role=role.new if role else None,
        dread_before=answers.number("dread_before", 0, 10),
        contact=None if kind in ALONE else contact_from(answers, journey),
        channel=None if kind in ALONE else answers.one_of("channel", get_args(Channel)),
        refers_to=about if (about := answers.id("about")) in journey.experiments else None,
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
    answers: Answers, experiment_id: UUID, kind: Kind | None, happened: Happened, on: date
) -> Command:
    dread, note = answers.number("dread_after", 0, 10), answers.text("note")
    if happened == "cancelled":
        return CancelExperiment(happened_on=on, experiment_id=experiment_id, dread_after=dread, note=note)
    if happened == "refused":
        return RefuseExperiment(happened_on=on, experiment_id=experiment_id, dread_after=dread, note=note)
    hours = answers.number("hours", 1, 1000) if kind in LONG else None
    return RunExperiment(
        happened_on=on, experiment_id=experiment_id, hours=hours, dread_after=dread, note=note
    )


def _conclusion(
    answers: Answers,
    journey: Journey,
    experiment_id: UUID,
    happened: Happened,
    role_id: UUID | None,
    *,
    hires: bool,
    today: date,
) -> ConcludeExperiment:
    took_place = happened == "run"
    conclusion = answers.text("conclusion", needed=_said(WITHOUT_CONCLUSION), most=500)
    following = answers.text("next_step", needed=_said(WITHOUT_NEXT), most=500)
    due = answers.day("next_due", today + NEXT_WITHIN)
    if due < today:
        answers.complain("next_due", _said(DUE_FIRST))
    return ConcludeExperiment(
        happened_on=today,
        experiment_id=experiment_id,
        conclusion=conclusion or "",
        learned=_learned(answers, journey, role_id, hires=hires, took_place=took_place),
        next_step=NextStepGiven(what=following, due=due) if following else None,
    )


def _learned(
    answers: Answers, journey: Journey, role_id: UUID | None, *, hires: bool, took_place: bool
) -> Learned:
    appeal = answers.number("appeal", 0, 10) if took_place else None
    heard = answers.several_of("odds", tuple(SIGNALS))
    if role_id is None and (appeal is not None or heard):
        answers.complain("role", _said(ROLE_FIRST))
    return Learned(
        appeal=appeal,
        odds=tuple(Odds(signal=signal_from(one, hires=hires)) for one in heard),
        tradeoffs=tuple(_tradeoffs(answers, journey, took_place=took_place)),
        strengths=tuple(_strengths(answers)),
        roles=tuple(_heard_of(answers, journey)),
    )


def _tradeoffs(answers: Answers, journey: Journey, *, took_place: bool) -> Iterator[Tradeoff]:
    """The one forced pair: `pair` holds both wishes, `tradeoff` the one that mattered more."""
    pair = [one for text in answers.every("pair") if (one := _known_wish(text, journey))]
    winner = answers.id("tradeoff")
    if winner is not None and winner in pair and len(pair) == 2:
        loser = pair[0] if pair[1] == winner else pair[1]
        yield Tradeoff(
            winner=Criterion(criterion_id=winner),
            loser=Criterion(criterion_id=loser),
            met_in_reality=took_place,
        )


def _known_wish(text: str, journey: Journey) -> UUID | None:
    return next((key for key in journey.evidence.criteria if str(key) == text), None)


def _strengths(answers: Answers) -> Iterator[Strength]:
    if wording := answers.text("strength", most=200):
        witness: Witness = "contact" if answers.has("who") or answers.has("plan") else "self"
        yield Strength(strength_id=uuid5(answers.command_id, "strength"), wording=wording, witness=witness)


def _heard_of(answers: Answers, journey: Journey) -> Iterator[NewRole]:
    found = role_from(answers, journey, name="heard_of")
    if found and found.new:
        yield found.new


def where(step: Logged) -> Where:
    """Which field of the form the field of a refused command is."""
    told_last = len(step.commands) - 1

    def found(command: int, field: str) -> str:
        path = field.split("/")
        if path[0] == "learned":
            return _LEARNED.get(path[1] if len(path) > 1 else "", WHOLE)
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
