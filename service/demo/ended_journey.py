"""A fourth journey of the demo, in English: nine weeks, two versions of a pitch, an offer, and an ending with aftercare."""

from datetime import date, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.endings import PlanAfterCare, RecordEnding
from domain.journey.commands.evidence import LearningInput, OddsSignalInput, StrengthInput
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, RunExperiment
from domain.journey.commands.experiments import ForecastInput, PlanExperiment
from domain.journey.commands.network import ContactInput, EmployerInput
from domain.journey.commands.pitches import NotePapersSent, RevisePitch, TryPitch
from domain.journey.commands.roles import DiscoverRole
from domain.journey.commands.start import StartJourney
from domain.journey.commands.weeks import ReviewWeek
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from domain.vocabulary import Distance, ExperimentKind
from service.importing.history_files import ImportedHistory, ImportStep

EMMA = "Emma"
WEEKS = 8
"""So many whole weeks before the one in which the journey ended."""
AGO = timedelta(weeks=2)
"""The first question of the aftercare is due on Monday of this week."""


def ended_history(today: date) -> ImportedHistory:
    """The journey, moved by whole weeks so that it ended two weeks ago."""
    ended_on = monday_of(today) - AGO
    journey_id = _id(f"journey/{ended_on}")
    return ImportedHistory(
        journey_id=journey_id,
        source="the demo",
        steps=tuple(
            ImportStep(command_id=uuid5(journey_id, str(number)), command=command, where="the demo")
            for number, command in enumerate(_commands(ended_on))
        ),
    )


def _commands(ended_on: date) -> list[UserCommand]:
    first = ended_on - timedelta(weeks=WEEKS)

    def day(week: int, weekday: int = 0) -> date:
        return first + timedelta(weeks=week - 1, days=weekday)

    return [
        StartJourney(
            happened_on=first, called=EMMA, track="curative", locale="en-GB", time_zone="Europe/Amsterdam"
        ),
        _role("library programmer", "far", first, 6),
        _role("volunteer coordinator", "near", first, 7),
        *_talk(
            "Priya",
            "volunteer coordinator",
            day(1, 2),
            LearningInput(
                appeal=8,
                odds=(OddsSignalInput(signal="fresh_outsider"),),
                strengths=(
                    StrengthInput(
                        strength_id=_id("strength"),
                        wording="Gets a rota to work when three people call in sick",
                        hidden=True,
                        witness="contact",
                        contact_id=_id("Priya"),
                    ),
                ),
            ),
            "The work is half planning and half listening. The planning is what shop managers are good at.",
        ),
        RevisePitch(
            happened_on=day(1, 3),
            pitch_id=_id("first pitch"),
            wording="I managed a shop for eleven years and I am looking for something new.",
        ),
        *_talk(
            "Owen",
            "library programmer",
            day(2, 3),
            LearningInput(appeal=4),
            "Evenings and weekends, nearly all of them. I had enough of those.",
        ),
        TryPitch(
            happened_on=day(2, 3), experiment_id=_id("Owen talk"), pitch_id=_id("first pitch"), landed=4
        ),
        RevisePitch(
            happened_on=day(3, 1),
            pitch_id=_id("second pitch"),
            wording="I keep a team of people who could stay at home coming in gladly. I did it for eleven years in a shop.",
            follows=_id("first pitch"),
        ),
        ReviewWeek(
            happened_on=day(3, 4),
            monday=day(3),
            conclusion="I should say what I do with people, and not how long I did it.",
        ),
        *_talk(
            "Marit",
            "volunteer coordinator",
            day(4, 1),
            LearningInput(appeal=9, odds=(OddsSignalInput(signal="vacancies_many"),)),
            "They hardly find anybody who has led people who are free to leave.",
        ),
        TryPitch(
            happened_on=day(4, 1), experiment_id=_id("Marit talk"), pitch_id=_id("second pitch"), landed=9
        ),
        *_sent("application", "volunteer coordinator", day(5, 1)),
        NotePapersSent(
            happened_on=day(5, 1),
            experiment_id=_id("application"),
            pitch_id=_id("second pitch"),
            cv="CV with the rota on top",
        ),
        RecordAnswer(happened_on=day(6, 0), experiment_id=_id("application"), answer="invited"),
        *_sent("interview", "volunteer coordinator", day(7, 2)),
        RecordAnswer(happened_on=day(8, 3), experiment_id=_id("interview"), answer="offer"),
        RecordEnding(
            happened_on=ended_on,
            ending="new_work",
            note="Three talks told me more than a year of vacancies.",
        ),
        PlanAfterCare(
            happened_on=ended_on,
            after_care_id=_id("two weeks"),
            due=ended_on + AGO,
            what="Is it what you expected?",
        ),
        PlanAfterCare(
            happened_on=ended_on,
            after_care_id=_id("six months"),
            due=ended_on + timedelta(weeks=26),
            what="Would you choose it again?",
        ),
    ]


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"soundings/demo/ended/{name}")


def _role(title: str, distance: Distance, on: date, appeal: int) -> UserCommand:
    return DiscoverRole(
        happened_on=on, role_id=_id(title), title=title, distance=distance, starting_appeal=appeal
    )


def _talk(name: str, role: str, on: date, learned: LearningInput, conclusion: str) -> list[UserCommand]:
    step = _id(f"{name} talk")
    return [
        PlanExperiment(
            happened_on=on,
            experiment_id=step,
            kind="conversation",
            role_id=_id(role),
            contact=ContactInput(contact_id=_id(name), tie="weak", in_role=True, name=name),
            channel="network",
            forecast=ForecastInput(appeal=6),
            dread_before=5,
        ),
        RunExperiment(happened_on=on, experiment_id=step, dread_after=2),
        ConcludeExperiment(happened_on=on, experiment_id=step, conclusion=conclusion, learned=learned),
    ]


def _sent(kind: ExperimentKind, role: str, on: date) -> list[UserCommand]:
    return [
        PlanExperiment(
            happened_on=on,
            experiment_id=_id(kind),
            kind=kind,
            role_id=_id(role),
            channel="introduced",
            employer=EmployerInput(employer_id=_id("employer"), name="City Food Bank (invented)"),
        ),
        RunExperiment(happened_on=on, experiment_id=_id(kind), dread_after=3),
    ]
