"""What can be added to an experiment later: its conclusion, what it taught after all, and a day to come back."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID, uuid5

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.answers import PlanFollowUp
from domain.journey.commands.evidence import (
    CriterionInput,
    GapInput,
    LearningInput,
    OddsSignalInput,
    RecordEvidence,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, NextStepInput
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.roles import NewRoleInput
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import Experiment
from domain.vocabulary import Witness
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.labels import YES_NO
from service.web.log.forms import signal_from
from service.web.log.labels import SIGNAL_CHOICES
from service.web.role_and_contact_forms import parse_role

CONCLUSION_REQUIRED = gettext_noop("Say in a sentence what you conclude, even if it is small.")
SOMETHING_REQUIRED = gettext_noop("Write or choose at least one thing.")
DAY_PASSED = gettext_noop("This day is over. Choose one that is still to come.")
WITNESSES: tuple[Witness, ...] = ("contact", "self")
DEFAULT_NEXT_STEP_IN = timedelta(days=7)


class ExperimentFormContext(Struct, frozen=True, kw_only=True):
    """The experiment a form is about."""

    journey: Journey
    step: Experiment
    today: date

    @property
    def id(self) -> UUID:
        """The experiment's id."""
        return self.step.planned.experiment_id


ExperimentFormParser = Callable[[FormData, ExperimentFormContext], list[UserCommand]]
"""Reads a form. What it returns counts when the form has no errors."""


def parse_conclusion(form: FormData, case: ExperimentFormContext) -> list[UserCommand]:
    """What it means, with what was learned and what comes next."""
    conclusion = form.text("conclusion", needed=current_translator().gettext(CONCLUSION_REQUIRED), most=500)
    following = form.text("next_step", most=500)
    due = _ahead(form, "next_due", case.today, case.today + DEFAULT_NEXT_STEP_IN) if following else None
    learned = _learned(form, case)
    told: UserCommand = ConcludeExperiment(
        happened_on=case.today,
        experiment_id=case.id,
        conclusion=conclusion or "",
        learned=learned,
        next_step=NextStepInput(what=following, due=due) if following else None,
    )
    return [told, *_insight(form, case)]


def parse_later_evidence(form: FormData, case: ExperimentFormContext) -> list[UserCommand]:
    """What was learned later."""
    learned = _learned(form, case)
    told: list[UserCommand] = []
    if learned != LearningInput():
        told.append(RecordEvidence(happened_on=case.today, experiment_id=case.id, learned=learned))
    told += _insight(form, case)
    if not told and not form.errors:
        form.add_error(FORM_ERROR, current_translator().gettext(SOMETHING_REQUIRED))
    return told


def parse_planned_follow_up(form: FormData, case: ExperimentFormContext) -> list[UserCommand]:
    """A day to ring or write again."""
    what = form.text("what", needed=True, most=500)
    due = _ahead(form, "due", case.today, case.today + DEFAULT_NEXT_STEP_IN)
    follow_up_id = uuid5(form.command_id, "follow_up")
    return [
        PlanFollowUp(
            happened_on=case.today,
            follow_up_id=follow_up_id,
            experiment_id=case.id,
            due=due,
            what=what or "",
        )
    ]


EXPERIMENT_FORMS: Mapping[str, ExperimentFormParser] = MappingProxyType(
    {"conclusion": parse_conclusion, "learned": parse_later_evidence, "follow-up": parse_planned_follow_up}
)
"""By the end of their address."""


def experiment_form_field(_command: int, field: str) -> str:
    """Which field of the forms the field of a refused command is."""
    path = field.split("/")
    if path[0] == "learned":
        return _LEARNED.get(path[1] if len(path) > 1 else "", FORM_ERROR)
    if path[0] == "next_step":
        return "next_due" if path[-1] == "due" else "next_step"
    return _CALLED.get(path[0], FORM_ERROR)


_LEARNED = {
    "appeal": "appeal",
    "odds": "odds",
    "tradeoffs": "tradeoff",
    "strengths": "strength",
    "gaps": "gap",
    "roles": "heard_of",
}
_CALLED = {"conclusion": "conclusion", "what": "what", "due": "due", "wording": "insight"}


def _learned(form: FormData, case: ExperimentFormContext) -> LearningInput:
    meeting = case.step.planned.meeting
    hires = meeting is not None and meeting.can_hire
    return LearningInput(
        appeal=form.number("appeal", 0, 10),
        odds=tuple(
            OddsSignalInput(signal=signal_from(one, hires=hires))
            for one in form.choices("odds", tuple(SIGNAL_CHOICES))
        ),
        tradeoffs=tuple(_tradeoffs(form, case)),
        strengths=tuple(_strengths(form, case)),
        gaps=tuple(_gaps(form)),
        roles=tuple(_heard_of(form, case.journey)),
    )


def _tradeoffs(form: FormData, case: ExperimentFormContext) -> Iterator[TradeoffInput]:
    """The forced pair: `pair` holds both wishes, `tradeoff` the one that mattered more."""
    known = {str(key): key for key in case.journey.evidence.criteria}
    pair = [known[one] for one in form.values("pair") if one in known]
    winner = form.uuid("tradeoff")
    if winner and winner in pair and len(pair) == 2:
        loser = pair[0] if pair[1] == winner else pair[1]
        yield TradeoffInput(
            winner=CriterionInput(criterion_id=winner),
            loser=CriterionInput(criterion_id=loser),
            met_in_reality=case.step.stage == "run",
        )


def _strengths(form: FormData, case: ExperimentFormContext) -> Iterator[StrengthInput]:
    wording = form.text("strength", most=200)
    witness = form.choice("witness", WITNESSES) or ("contact" if case.step.planned.meeting else "self")
    hidden = form.choice("hidden", YES_NO) == "yes"
    if wording:
        strength_id = uuid5(form.command_id, "strength")
        yield StrengthInput(strength_id=strength_id, wording=wording, witness=witness, hidden=hidden)


def _gaps(form: FormData) -> Iterator[GapInput]:
    wording = form.text("gap", most=200)
    closable = form.choice("closable", YES_NO) != "no"
    if wording:
        yield GapInput(gap_id=uuid5(form.command_id, "gap"), wording=wording, closable=closable)


def _heard_of(form: FormData, journey: Journey) -> Iterator[NewRoleInput]:
    found = parse_role(form, journey, name="heard_of")
    if found and found.new:
        yield found.new


def _insight(form: FormData, case: ExperimentFormContext) -> list[UserCommand]:
    """What dawned on the client later, kept with the step that set it off."""
    wording = form.text("insight", most=500)
    if not wording:
        return []
    return [
        NameInsight(
            happened_on=case.today,
            insight_id=uuid5(form.command_id, "insight"),
            wording=wording,
            found="experiment",
            found_in=case.id,
        )
    ]


def _ahead(form: FormData, name: str, today: date, usual: date) -> date:
    due = form.date(name, usual)
    if due < today:
        form.add_error(name, current_translator().gettext(DAY_PASSED))
    return due
