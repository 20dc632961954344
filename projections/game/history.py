"""A journey as of a date for the rules of quests and badges: its steps by day, and its other events."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import ExperimentAttempt, ExperimentPlanned, ExperimentRun
from domain.journey.events.start import JourneyStarted
from domain.vocabulary import ExperimentKind
from projections.counted_answers import without_repeats
from projections.game.events import GameEvent
from projections.game.state import GameState, LoggedRest

D = TypeVar("D", bound=GameEvent)


class AttemptedStep(Struct, frozen=True):
    """A step that was run, cancelled or refused, with its plan."""

    planned: ExperimentPlanned
    happened: ExperimentAttempt
    number: int
    """Its place among all steps in the order they were logged, from 0."""

    @property
    def happened_on(self) -> date:
        """The day of the step."""
        return self.happened.happened_on

    @property
    def hours(self) -> float:
        """How long the step took, in hours; 0 if not recorded."""
        return (self.happened.hours or 0.0) if isinstance(self.happened, ExperimentRun) else 0.0

    def was_run(self, kind: ExperimentKind | None = None) -> bool:
        """True if the step took place and is of the given kind, if one is given."""
        return isinstance(self.happened, ExperimentRun) and kind in (None, self.planned.kind)


class GameHistory(Struct, frozen=True, kw_only=True):
    """The events of a journey up to a date."""

    started: JourneyStarted | None
    plans: Mapping[UUID, ExperimentPlanned]
    steps: tuple[AttemptedStep, ...]
    """By day; of one day in the order they were logged."""
    logged: tuple[AttemptedStep, ...]
    """In the order they were logged."""
    rests: tuple[LoggedRest, ...]
    """In the order they were logged."""
    events: tuple[GameEvent, ...]
    """By day; of one day in the order they were logged."""

    def events_of(self, kind: type[D]) -> list[D]:
        """The events of one class."""
        return [one for one in self.events if isinstance(one, kind)]

    def thread(self, experiment_id: UUID | None, on: date) -> Iterable[UUID]:
        """The ids of a step and of the steps it refers to, directly or through others, as of a day."""
        thread: dict[UUID, None] = {}
        while experiment_id and experiment_id not in thread:
            thread[experiment_id] = None
            planned = self.plans.get(experiment_id)
            experiment_id = planned.refers_to if planned and planned.happened_on <= on else None
        return thread


def game_history(state: GameState, on: date) -> GameHistory:
    """Builds the history of a journey up to a date."""
    plans = {key: one for key, one in state.plans.items() if one.happened_on <= on}
    logged = tuple(
        AttemptedStep(plans[one.experiment_id], one, number)
        for number, one in enumerate(state.steps)
        if one.happened_on <= on and one.experiment_id in plans
    )
    return GameHistory(
        started=state.started if state.started and state.started.happened_on <= on else None,
        plans=plans,
        steps=tuple(sorted(logged, key=lambda one: one.happened_on)),
        logged=logged,
        rests=tuple(one for one in state.rests if one.declared.happened_on <= on),
        events=tuple(
            sorted(
                (one for one in without_repeats(state.events, state.plans.values()) if one.happened_on <= on),
                key=lambda one: one.happened_on,
            )
        ),
    )
