"""A coach's list of journeys: one line each, with how far it is and when something last happened."""

from datetime import date
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.history import Entry
from domain.journey.experiments import ExperimentCancelled, ExperimentRefused, ExperimentRun
from domain.journey.roles import RoleBlocked, RoleDiscovered, RoleParked, RoleReopened
from domain.journey.start import JourneyStarted
from domain.vocabulary import Track
from projections.fold import Projection
from projections.parameters import Parameters


class Case(Struct, frozen=True, kw_only=True):
    """One journey's line."""

    journey_id: UUID
    called: str
    track: Track
    locale: str
    time_zone: str
    weekly_goal: int
    started_on: date
    programme_end: date | None
    steps: int = 0
    """Experiments run, cancelled or refused."""
    last_step_on: date | None = None
    roles_known: int = 0
    roles_aside: frozenset[UUID] = frozenset()
    """Blocked or parked."""
    version: int
    position: int

    @property
    def roles_in_play(self) -> int:
        return self.roles_known - len(self.roles_aside)


State = Case | None


def evolve(case: State, entry: Entry) -> State:
    """Follow one journey's line."""
    event = entry.event
    if isinstance(event, JourneyStarted):
        return _started(entry, event)
    if case is None:
        # A history whose start was purged has no line.
        return None
    case = replace(case, version=entry.number, position=entry.position)
    match event:
        case ExperimentRun() | ExperimentCancelled() | ExperimentRefused():
            last = max(case.last_step_on or event.happened_on, event.happened_on)
            return replace(case, steps=case.steps + 1, last_step_on=last)
        case RoleDiscovered():
            return replace(case, roles_known=case.roles_known + 1)
        case RoleBlocked() | RoleParked():
            return replace(case, roles_aside=case.roles_aside | {event.role_id})
        case RoleReopened():
            return replace(case, roles_aside=case.roles_aside - {event.role_id})
        case _:
            return case


def _started(entry: Entry, event: JourneyStarted) -> Case:
    return Case(
        journey_id=entry.journey_id,
        called=event.called,
        track=event.track,
        locale=event.locale,
        time_zone=event.time_zone,
        weekly_goal=event.weekly_goal,
        started_on=event.happened_on,
        programme_end=event.programme_end,
        version=entry.number,
        position=entry.position,
    )


def view(case: State, _on: date, _parameters: Parameters) -> State:
    """The line as it is now."""
    return case


CASELOAD: Projection[State, State] = Projection(
    name="caseload", version=1, initial=None, evolve=evolve, view=view
)
