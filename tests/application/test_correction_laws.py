"""A correction holds in every view, and leaves none of what was corrected behind."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import DomainError
from domain.event import AuthoredEvent
from domain.history import RecordedEvent
from domain.journey.aggregate import INITIAL, Journey, evolve_all
from domain.journey.commands.answers import PlanFollowUp, RecordAnswer
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.evidence import (
    CriterionInput,
    GapInput,
    LearningInput,
    OddsSignalInput,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, NextStepInput, RunExperiment
from domain.journey.commands.experiments import ForecastInput, PlanExperiment
from domain.journey.commands.feedback import FourPointsInput, ReceiveFeedback, RequestFeedback
from domain.journey.commands.network import ContactInput, EmployerInput
from domain.journey.commands.pitches import MakeVisible, NotePapersSent
from domain.journey.commands.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.journey.commands.roles import NewRoleInput
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand, decide
from domain.journey.events.experiments import ExperimentPlanned
from projections.caseload.state import CaseloadEntry
from projections.catalogue import PROJECTIONS
from projections.fold import Projection, fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.news.view import News
from tests.domain import arbitrary_commands
from tests.domain.scenario import decide_commands
from tests.histories import History, histories

each_projection = pytest.mark.parametrize("projection", PROJECTIONS.values(), ids=list(PROJECTIONS))
DAYS = (-20, -3, 0, 9, 40)
"""Days from the last on which something was told."""


def entries_of(journey_id: UUID, journey: Journey) -> list[RecordedEvent]:
    noon = datetime.combine(date(2026, 1, 5), time(12), tzinfo=UTC)
    return [
        RecordedEvent(
            position=number,
            journey_id=journey_id,
            number=number,
            recorded_at=noon + timedelta(seconds=number),
            actor_id=line.by,
            event=line.event,
        )
        for number, line in enumerate(journey.authored_events, 1)
    ]


def seen(projection: Projection[Any, Any], history: History, journey: Journey) -> list[Any]:
    """The view on several days; how long the log is, and where in it an entry stands, tells nothing of a journey."""
    state = fold(projection, entries_of(history.journey_id, journey))
    views = [
        projection.view(state, history.today + timedelta(days=later), DEFAULT_PARAMETERS) for later in DAYS
    ]
    return [_without_places(one) for one in views]


def _without_places(view: Any) -> Any:
    match view:
        case CaseloadEntry():
            return replace(view, version=0, position=0)
        case News(items=items, coach=coach):
            return News(
                items=tuple(replace(one, number=0, position=0) for one in items),
                coach=replace(coach, number=0) if coach else None,
            )
        case _:
            return view


def told(journey: Journey, events: Sequence[AnyJourneyEvent], by: UUID | None) -> Journey:
    return evolve_all(journey, [AuthoredEvent(event, by) for event in events])


def whole_experiment(journey_id: UUID, on: date) -> list[UserCommand]:
    """A step with everything that can come of it, about a role and with people nobody had named."""

    def new(noun: str) -> UUID:
        return uuid5(journey_id, f"extra {noun}")

    step, criteria = (
        new("step"),
        [CriterionInput(criterion_id=new(one), wording=one) for one in ("sea", "sun")],
    )
    learned = LearningInput(
        appeal=9,
        odds=(
            OddsSignalInput(signal="referral"),
            OddsSignalInput(signal="one_of_many", role_id=new("heard of")),
        ),
        tradeoffs=(TradeoffInput(winner=criteria[0], loser=criteria[1], met_in_reality=True),),
        strengths=(
            StrengthInput(strength_id=new("strength"), wording="calm", witness="contact", hidden=True),
        ),
        gaps=(GapInput(gap_id=new("gap"), wording="a licence", closable=True),),
        roles=(NewRoleInput(role_id=new("heard of"), title="pilot", distance="far"),),
    )
    commands: list[UserCommand] = [
        PlanExperiment(
            happened_on=on,
            experiment_id=step,
            kind="interview",
            new_role=NewRoleInput(role_id=new("role"), title="skipper", distance="licence"),
            forecast=ForecastInput(appeal=2, invited=0.9),
            dread_before=9,
            planned_for=on,
            contact=ContactInput(
                contact_id=new("contact"),
                tie="weak",
                can_hire=True,
                name="Kaj",
                employer=EmployerInput(employer_id=new("employer"), name="the ferry"),
            ),
        ),
        AgreeFeedback(happened_on=on, experiment_id=step),
        RunExperiment(happened_on=on, experiment_id=step, hours=7, dread_after=1),
        NotePapersSent(happened_on=on, experiment_id=step, cv="the short one"),
        MakeVisible(happened_on=on, experiment_id=step, to="the harbour"),
        ConcludeExperiment(
            happened_on=on,
            experiment_id=step,
            conclusion="yes",
            learned=learned,
            next_step=NextStepInput(what="ring", due=on),
        ),
        RecordAnswer(
            happened_on=on,
            experiment_id=step,
            answer="rejected_after_interview",
            close=True,
            also_heard=("market_growing",),
        ),
        PauseAfterRefusal(happened_on=on, experiment_id=step),
        RequestFeedback(happened_on=on, experiment_id=step),
        ReceiveFeedback(
            happened_on=on, experiment_id=step, usable=True, points=FourPointsInput(competence="depth")
        ),
        KeepOnFile(happened_on=on, experiment_id=step, until=on + timedelta(days=90)),
        ConcludeRefusal(happened_on=on, experiment_id=step, change="start with the why"),
        PlanFollowUp(
            happened_on=on,
            experiment_id=step,
            follow_up_id=new("knock"),
            due=on + timedelta(days=21),
            what="knock",
        ),
    ]
    return commands


def with_a_mistake(history: History, place: int) -> tuple[Journey, int]:
    """The journey with a whole experiment told after so many commands, and the number of its plan."""
    before, rest = history.decisions[:place], history.decisions[place:]
    journey = told(INITIAL, [event for decision in before for event in decision.events], history.actor)
    on = before[-1].decided_on
    events = decide_commands(
        whole_experiment(history.journey_id, on), journey=journey, today=on, by=history.actor
    )
    plan = next(i for i, event in enumerate(events, 1) if isinstance(event, ExperimentPlanned))
    number = len(journey.authored_events) + plan
    events += [event for decision in rest for event in decision.events]
    return told(journey, events, history.actor), number


@pytest.mark.slow
@each_projection
@settings(max_examples=25)
@given(history=histories(), share=st.floats(0, 1))
def test_a_retracted_experiment_leaves_no_trace(
    projection: Projection[Any, Any], history: History, share: float
) -> None:
    journey, number = with_a_mistake(history, 1 + round(share * (len(history.decisions) - 1)))
    mistaken = RetractEntry(happened_on=history.today, number=number)
    retraction = decide(journey, mistaken, history.today, history.actor)

    assert seen(projection, history, told(journey, retraction, history.actor)) == seen(
        projection, history, history.journey
    )


@pytest.mark.slow
@given(data=st.data())
def test_saying_again_what_was_said_first_restores_every_view(data: st.DataObject) -> None:
    history = data.draw(histories())
    journey, by = history.journey, history.actor
    commands: list[Any] = [decision.command for decision in history.decisions for _ in decision.events]
    for correction in data.draw(st.lists(arbitrary_commands.corrections(history), min_size=4, max_size=8)):
        number = min(correction.number, len(commands))
        back = CorrectEntry(happened_on=history.today, number=number, restated=commands[number - 1])
        try:
            corrected = told(journey, decide(journey, correction, history.today, by), by)
            restored = told(corrected, decide(corrected, back, history.today, by), by)
        except DomainError:
            # Not allowed; or the command that told the entry told others of its kind.
            continue
        if corrected != journey:
            for projection in PROJECTIONS.values():
                assert seen(projection, history, restored) == seen(projection, history, journey)
