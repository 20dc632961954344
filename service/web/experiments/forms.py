"""What can be added to an experiment later: its conclusion, what it taught after all, and a day to come back."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from uuid import UUID, uuid5

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.answers import PlanFollowUp
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, NextStepGiven
from domain.journey.decide import Command
from domain.journey.events.experiments import Experiment
from domain.journey.insights import NameInsight
from domain.journey.learning import Criterion, Gap, Learned, Odds, RecordEvidence, Strength, Tradeoff
from domain.journey.roles import NewRole
from domain.vocabulary import Witness
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import WHOLE, Answers
from service.web.log.choices import SIGNALS, signal_from
from service.web.role_and_contact_forms import role_from

WITHOUT_CONCLUSION = marked("Say in a sentence what you conclude, even if it is small.")
NOTHING = marked("Write or choose at least one thing.")
PASSED = marked("This day is over. Choose one that is still to come.")
YES_NO = ("yes", "no")
WITNESSES: tuple[Witness, ...] = ("contact", "self")
NEXT_WITHIN = timedelta(days=7)


class Case(Struct, frozen=True, kw_only=True):
    """The experiment a form is about."""

    journey: Journey
    step: Experiment
    today: date

    @property
    def id(self) -> UUID:
        """The experiment's id."""
        return self.step.planned.experiment_id


Deed = Callable[[Answers, Case], list[Command]]
"""Reads a form. What it returns counts when the answers have no problems."""


def concluded(answers: Answers, case: Case) -> list[Command]:
    """What it means, with what was learned and what comes next."""
    conclusion = answers.text("conclusion", needed=spoken().gettext(WITHOUT_CONCLUSION), most=500)
    following = answers.text("next_step", most=500)
    due = _ahead(answers, "next_due", case.today, case.today + NEXT_WITHIN) if following else None
    learned = _learned(answers, case)
    told: Command = ConcludeExperiment(
        happened_on=case.today,
        experiment_id=case.id,
        conclusion=conclusion or "",
        learned=learned,
        next_step=NextStepGiven(what=following, due=due) if following else None,
    )
    return [told, *_insight(answers, case)]


def added(answers: Answers, case: Case) -> list[Command]:
    """What was learned later."""
    learned = _learned(answers, case)
    told: list[Command] = []
    if learned != Learned():
        told.append(RecordEvidence(happened_on=case.today, experiment_id=case.id, learned=learned))
    told += _insight(answers, case)
    if not told and not answers.problems:
        answers.complain(WHOLE, spoken().gettext(NOTHING))
    return told


def come_back(answers: Answers, case: Case) -> list[Command]:
    """A day to ring or write again."""
    what = answers.text("what", needed=True, most=500)
    due = _ahead(answers, "due", case.today, case.today + NEXT_WITHIN)
    follow_up_id = uuid5(answers.command_id, "follow_up")
    return [
        PlanFollowUp(
            happened_on=case.today,
            follow_up_id=follow_up_id,
            experiment_id=case.id,
            due=due,
            what=what or "",
        )
    ]


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {"conclusion": concluded, "learned": added, "follow-up": come_back}
)
"""By the end of their address."""


def where(_command: int, field: str) -> str:
    """Which field of the forms the field of a refused command is."""
    path = field.split("/")
    if path[0] == "learned":
        return _LEARNED.get(path[1] if len(path) > 1 else "", WHOLE)
    if path[0] == "next_step":
        return "next_due" if path[-1] == "due" else "next_step"
    return _CALLED.get(path[0], WHOLE)


_LEARNED = {
    "appeal": "appeal",
    "odds": "odds",
    "tradeoffs": "tradeoff",
    "strengths": "strength",
    "gaps": "gap",
    "roles": "heard_of",
}
_CALLED = {"conclusion": "conclusion", "what": "what", "due": "due", "wording": "insight"}


def _learned(answers: Answers, case: Case) -> Learned:
    meeting = case.step.planned.meeting
    hires = meeting is not None and meeting.can_hire
    return Learned(
        appeal=answers.number("appeal", 0, 10),
        odds=tuple(
            Odds(signal=signal_from(one, hires=hires)) for one in answers.several_of("odds", tuple(SIGNALS))
        ),
        tradeoffs=tuple(_tradeoffs(answers, case)),
        strengths=tuple(_strengths(answers, case)),
        gaps=tuple(_gaps(answers)),
        roles=tuple(_heard_of(answers, case.journey)),
    )


def _tradeoffs(answers: Answers, case: Case) -> Iterator[Tradeoff]:
    """The forced pair: `pair` holds both wishes, `tradeoff` the one that mattered more."""
    known = {str(key): key for key in case.journey.evidence.criteria}
    pair = [known[one] for one in answers.every("pair") if one in known]
    winner = answers.id("tradeoff")
    if winner and winner in pair and len(pair) == 2:
        loser = pair[0] if pair[1] == winner else pair[1]
        yield Tradeoff(
            winner=Criterion(criterion_id=winner),
            loser=Criterion(criterion_id=loser),
            met_in_reality=case.step.stage == "run",
        )


def _strengths(answers: Answers, case: Case) -> Iterator[Strength]:
    wording = answers.text("strength", most=200)
    witness = answers.one_of("witness", WITNESSES) or ("contact" if case.step.planned.meeting else "self")
    hidden = answers.one_of("hidden", YES_NO) == "yes"
    if wording:
        strength_id = uuid5(answers.command_id, "strength")
        yield Strength(strength_id=strength_id, wording=wording, witness=witness, hidden=hidden)


def _gaps(answers: Answers) -> Iterator[Gap]:
    wording = answers.text("gap", most=200)
    closable = answers.one_of("closable", YES_NO) != "no"
    if wording:
        yield Gap(gap_id=uuid5(answers.command_id, "gap"), wording=wording, closable=closable)


def _heard_of(answers: Answers, journey: Journey) -> Iterator[NewRole]:
    found = role_from(answers, journey, name="heard_of")
    if found and found.new:
        yield found.new


def _insight(answers: Answers, case: Case) -> list[Command]:
    """What dawned on the client later, kept with the step that set it off."""
    wording = answers.text("insight", most=500)
    if not wording:
        return []
    return [
        NameInsight(
            happened_on=case.today,
            insight_id=uuid5(answers.command_id, "insight"),
            wording=wording,
            found="experiment",
            found_in=case.id,
        )
    ]


def _ahead(answers: Answers, name: str, today: date, usual: date) -> date:
    due = answers.day(name, usual)
    if due < today:
        answers.complain(name, spoken().gettext(PASSED))
    return due
