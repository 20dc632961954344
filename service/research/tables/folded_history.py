"""A participant's history, folded once for all tables."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import cached_property
from operator import is_not
from typing import Any, TypeVar, cast
from uuid import UUID

from msgspec import Struct

from domain.event import Event
from domain.history import RecordedEvent
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.course import PlanAdjusted
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.start import JourneyStarted
from domain.journey.events.weeks import monday_of
from projections.fold import Projection, fold_more
from projections.game.points import StepPoints
from projections.game.projection import GAME, points_of_steps
from projections.learning_model.belief_series import BeliefSeries
from projections.learning_model.parameters import Parameters
from projections.learning_model.role_beliefs import RoleBelief
from projections.profile.projection import PROFILE
from projections.profile.state import ProfileState
from service.research.tables.authors import Author, authors_of, recorded_days
from service.research.tables.coding import Coder
from service.research.tables.history import ResearchHistory
from service.research.tables.occupations import role_occupations

DIGITS = 9
"""Decimals of a number: far more than any figure means, few enough to be the same on every machine."""

E = TypeVar("E", bound=Event)
S = TypeVar("S")
V = TypeVar("V")


class CoveredWeek(Struct, frozen=True):
    """A week of a journey, as far as the export covers it."""

    number: int
    """From 0, in the week of the start."""
    monday: date
    through: date
    """Its Sunday, or the last day of the export."""


class FoldedHistory:
    """What the tables are made from. Each part is computed when a table first asks for it."""

    def __init__(self, history: ResearchHistory, parameters: Parameters) -> None:
        self.history = history
        self.parameters = parameters
        self.coder = Coder(history)
        self._computed = dict[Callable[[FoldedHistory], Any], Any]()

    def once(self, compute: Callable[["FoldedHistory"], V]) -> V:
        """What a function computes of this history, which is computed once."""
        if compute not in self._computed:
            self._computed[compute] = compute(self)
        found: V = self._computed[compute]
        return found

    @cached_property
    def authors(self) -> Mapping[int, Author]:
        """Who recorded each entry, by its number."""
        actors = authors_of(self.history.recorded)
        return {one.number: actors[one.actor_id] for one in self.history.recorded}

    @cached_property
    def corrected(self) -> AbstractSet[int]:
        """The numbers of the entries that a later correction changed."""
        if self.history.entries is self.history.recorded:
            return frozenset()
        originals = {one.number: one.event for one in self.history.recorded}
        return {one.number for one in self.history.entries if is_not(originals[one.number], one.event)}

    @cached_property
    def recorded_on(self) -> Mapping[int, date]:
        """The day on which each entry was recorded, by its number."""
        return recorded_days(self.history.recorded)

    @cached_property
    def by_class(self) -> Mapping[type, list[RecordedEvent]]:
        """The entries of each class of events."""
        found = defaultdict[type, list[RecordedEvent]](list)
        for entry in self.history.entries:
            found[entry.event.__class__].append(entry)
        return found

    def events_of(self, kind: type[E]) -> Iterator[tuple[RecordedEvent, E]]:
        """The entries of a class of events, with their events."""
        for entry in self.by_class.get(kind, ()):
            yield entry, cast("E", entry.event)

    @cached_property
    def profile(self) -> ProfileState:
        """What the service's profile is computed from."""
        return self._fold(PROFILE)

    @cached_property
    def points(self) -> Mapping[UUID, StepPoints]:
        """The points of each step in the game."""
        steps = points_of_steps(self._fold(GAME), self.history.last_on)
        return {one.experiment_id: one for one in steps}

    def _fold(self, projection: Projection[S, V]) -> S:
        return fold_more(projection, projection.initial, self.history.entries)

    @cached_property
    def started(self) -> JourneyStarted:
        """How the journey started."""
        started = self.profile.started
        if started is None:
            raise LookupError("a history without a start")
        return started

    @cached_property
    def weeks(self) -> Sequence[CoveredWeek]:
        """Every week from that of the start to the last one of the export."""
        last, monday, weeks = self.history.last_on, monday_of(self.started.happened_on), list[CoveredWeek]()
        while monday <= last:
            number = self.coder.weeks[monday]
            weeks.append(CoveredWeek(number, monday, min(monday + timedelta(days=6), last)))
            monday += timedelta(days=7)
        return weeks

    @cached_property
    def series(self) -> BeliefSeries:
        """What is believed of the roles on any day."""
        return BeliefSeries(self.profile, self.parameters)

    @cached_property
    def beliefs(self) -> Sequence[Mapping[UUID, RoleBelief]]:
        """What is believed of each role at the end of each week, as the service's profile shows it."""
        return [self.series.on(week.through) for week in self.weeks]

    @cached_property
    def isco(self) -> Mapping[UUID, str | None]:
        """The ISCO code of each role, as far as it may be shown."""
        found = role_occupations(self.history.entries)
        return {role_id: self.history.isco(code) or None for role_id, code in found.items()}

    def counts(self, answer: AnswerReceived) -> bool:
        """Whether a reply counts: one that only says again what was known does not."""
        counted = self.profile.counted
        return answer in counted.by_step.get(answer.experiment_id, ()) and answer not in counted.by_call

    @cached_property
    def plans(self) -> Mapping[UUID, ExperimentPlanned]:
        """The plan of each step."""
        return {key: step.planned for key, step in self.profile.steps.items()}

    @cached_property
    def plan_changes(self) -> Sequence[PlanAdjusted]:
        """How the plan of the journey was changed, by day."""
        return sorted((event for _, event in self.events_of(PlanAdjusted)), key=lambda one: one.happened_on)

    @cached_property
    def programme_end(self) -> date | None:
        """The last day of the programme, as last set."""
        ends = [one.programme_end for one in self.plan_changes if one.programme_end]
        return ends[-1] if ends else self.started.programme_end

    @cached_property
    def discovered(self) -> Mapping[UUID, RoleDiscovered]:
        """How each role came up, those that the client never took up among them."""
        return {event.role_id: event for _, event in self.events_of(RoleDiscovered)}

    @cached_property
    def signals_by_step(self) -> Mapping[UUID, int]:
        """How many signals about chances came of each step."""
        found = defaultdict[UUID, int](int)
        for _, heard in self.events_of(OddsSignalHeard):
            if heard.source.kind == "experiment" and heard.source.id:
                found[heard.source.id] += 1
        return found

    def role_cells(self, role_id: UUID | None) -> tuple[str | None, str | None]:
        """The code of a role and its ISCO code."""
        if role_id is None:
            return None, None
        return self.coder.codes["role"][role_id], self.isco.get(role_id)


def round_figure(figure: float | None) -> float | None:
    """A number as it stands in a table."""
    return None if figure is None else round(float(figure), DIGITS)
