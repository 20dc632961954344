"""A journey with something of everything, and the shorter ones that pages must not fall over."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from domain.history import RecordedEvent
from domain.journey.commands.answers import RecordAnswer, RecordSilence
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.evidence import (
    CriterionInput,
    GapInput,
    LearningInput,
    NameCriterion,
    OddsSignalInput,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    DropExperiment,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import ForecastInput, PlanExperiment
from domain.journey.commands.network import ContactInput
from domain.journey.commands.roles import BlockRole, DiscoverRole, ParkRole
from domain.journey.commands.start import StartJourney
from domain.journey.commands.weeks import DeclareRest, ReviewWeek
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from tests.domain.scenario import decide_commands

MONDAY = date(2026, 1, 12)
"""The first day of week 1, on which the sample sets out."""
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
"""Now, in week 8; the sample ends in week 7."""


def uid(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


MARLOES = uid("Marloes")


def day(week: int, weekday: int = 0) -> date:
    return MONDAY + timedelta(weeks=week - 1, days=weekday)


def entries(commands: Iterable[UserCommand], journey_id: UUID = MARLOES) -> list[RecordedEvent]:
    """What the commands are recorded as."""
    return recorded(decide_commands(tuple(commands), today=date(2026, 12, 31)), journey_id)


def recorded(events: Sequence[AnyJourneyEvent], journey_id: UUID = MARLOES) -> list[RecordedEvent]:
    return [
        RecordedEvent(position=place, journey_id=journey_id, number=place, recorded_at=NOON, event=event)
        for place, event in enumerate(events, start=1)
    ]


def start(**told: Any) -> StartJourney:
    plain: dict[str, Any] = {
        "happened_on": MONDAY,
        "called": "Marloes",
        "track": "preventive",
        "locale": "nl-NL",
        "time_zone": "Europe/Amsterdam",
    }
    return StartJourney(**(plain | told))


def discover(title: str, on: date = MONDAY, **told: Any) -> DiscoverRole:
    plain: dict[str, Any] = {"distance": "near", "found": "intake", "starting_appeal": 6}
    return DiscoverRole(happened_on=on, role_id=uid(title), title=title, **(plain | told))


def step(name: str, kind: Any, role: str, on: date, **told: Any) -> list[UserCommand]:
    """An experiment, planned and run on one day, and concluded."""
    return [plan(name, kind, role, on, **told), *outcome(name, on)]


def plan(name: str, kind: Any, role: str | None, on: date, **told: Any) -> PlanExperiment:
    role_id = uid(role) if role else None
    return PlanExperiment(happened_on=on, experiment_id=uid(name), kind=kind, role_id=role_id, **told)


def outcome(name: str, on: date, dread_after: int = 2, **learned: Any) -> list[UserCommand]:
    return [
        RunExperiment(happened_on=on, experiment_id=uid(name), dread_after=dread_after),
        ConcludeExperiment(
            happened_on=on,
            experiment_id=uid(name),
            conclusion=f"what {name} means",
            learned=LearningInput(**learned),
        ),
    ]


def met(name: str) -> ContactInput:
    return ContactInput(contact_id=uid(name), tie="weak", in_role=True, name=name)


def trade(winner: str, loser: str) -> TradeoffInput:
    return TradeoffInput(
        winner=CriterionInput(criterion_id=uid(winner)),
        loser=CriterionInput(criterion_id=uid(loser)),
        met_in_reality=True,
    )


def marloes() -> list[RecordedEvent]:
    """Seven weeks: talks, a day called off, a refused talk, an application, a rest, a parked and a blocked role."""
    return entries(seven_weeks())


def seven_weeks() -> list[UserCommand]:
    """The events in them."""
    return [*_intake(), *_first_weeks(), *_later_weeks()]


def _intake() -> list[UserCommand]:
    return [
        start(programme_end=date(2026, 7, 10)),
        discover("teacher"),
        discover("practice nurse"),
        discover("night manager"),
        *(
            NameCriterion(happened_on=MONDAY, criterion_id=uid(name), wording=name)
            for name in ("pay", "calm", "meaning")
        ),
        HoldCheckIn(
            happened_on=MONDAY, check_in_id=uid("intake"), minutes=45, conclusion="three roles to test"
        ),
    ]


def _first_weeks() -> list[UserCommand]:
    talk = plan(
        "first talk",
        "conversation",
        "teacher",
        day(1, 3),
        hypothesis="Teaching is calmer than the ward",
        forecast=ForecastInput(appeal=8),
        dread_before=7,
        contact=met("Bram"),
    )
    learned: dict[str, Any] = {
        "appeal": 4,
        "odds": (OddsSignalInput(signal="requirement_missing"),),
        "tradeoffs": (trade("calm", "pay"),),
        "strengths": (StrengthInput(strength_id=uid("calm in a crisis"), wording="calm in a crisis"),),
        "gaps": (GapInput(gap_id=uid("certificate"), wording="teaching certificate", closable=True),),
    }
    return [
        talk,
        *outcome("first talk", day(1, 3), **learned),
        ReviewWeek(happened_on=day(1, 6), monday=day(1), conclusion="people are kinder than feared"),
        discover("risk manager", day(2), found="atlas", starting_appeal=None, distance="far"),
        plan("second talk", "conversation", "risk manager", day(2, 1), contact=met("Hugo")),
        *outcome(
            "second talk",
            day(2, 1),
            appeal=9,
            odds=(
                OddsSignalInput(signal="fresh_outsider_from_hirer"),
                OddsSignalInput(signal="asked_for_cv"),
            ),
            strengths=(
                StrengthInput(
                    strength_id=uid("asks"), wording="asks what nobody asks", hidden=True, witness="contact"
                ),
            ),
        ),
        ParkRole(happened_on=day(2, 4), role_id=uid("teacher"), reason="this is not it"),
        BlockRole(happened_on=day(2, 4), role_id=uid("night manager"), reason="no night shifts"),
    ]


def _later_weeks() -> list[UserCommand]:
    return [
        plan("day along", "job_shadow", "risk manager", day(3), forecast=ForecastInput(appeal=8)),
        CancelExperiment(happened_on=day(3, 1), experiment_id=uid("day along")),
        plan("cold call", "conversation", "risk manager", day(3, 2), dread_before=8),
        RefuseExperiment(happened_on=day(3, 2), experiment_id=uid("cold call")),
        plan("course", "desk_research", None, day(3, 2)),
        DropExperiment(happened_on=day(3, 3), experiment_id=uid("course")),
        DeclareRest(happened_on=day(4), monday=day(4)),
        *step(
            "letter", "application", "risk manager", day(5, 1), forecast=ForecastInput(appeal=9, invited=0.4)
        ),
        RecordAnswer(happened_on=day(5, 4), experiment_id=uid("letter"), answer="invited"),
        *step("old letter", "application", "practice nurse", day(2, 5)),
        RecordSilence(happened_on=day(6, 5), experiment_id=uid("old letter")),
        plan("interview", "interview", "risk manager", day(7), planned_for=day(7, 4)),
    ]


def just_started() -> list[RecordedEvent]:
    return entries([start()])


def before_the_first_step() -> list[RecordedEvent]:
    return entries([start(), discover("teacher"), discover("practice nurse")])


def one_role() -> list[RecordedEvent]:
    return entries([start(), discover("teacher"), *step("talk", "conversation", "teacher", day(1, 2))])


def nothing_in_play() -> list[RecordedEvent]:
    return entries(
        [
            start(),
            discover("teacher"),
            ParkRole(happened_on=day(1, 1), role_id=uid("teacher"), reason="not it"),
        ]
    )
