"""What the coaching keeps of a journey: dated facts, in the order they were told."""

from datetime import date
from typing import TypeGuard, TypeVar, get_args

from msgspec import Struct

from domain.event import Event
from domain.history import RecordedEvent
from domain.journey.events.agreements import AgreementEvent
from domain.journey.events.alerts import AlertEvent
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.coaches import CoachAssigned, CoachStanceSet
from domain.journey.events.notes import NoteShared, NoteWritten
from domain.journey.events.pulses import EnergyRated, TrustRated
from domain.journey.events.quests import QuestEvent
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.start import JourneyStarted

CoachingEvent = (
    JourneyStarted
    | CoachAssigned
    | CoachStanceSet
    | CheckInHeld
    | NoteWritten
    | NoteShared
    | AgreementEvent
    | QuestEvent
    | TrustRated
    | EnergyRated
    | RoleDiscovered
    | AlertEvent
)

_KINDS = frozenset[type](get_args(CoachingEvent))

F = TypeVar("F", bound=Event)


class CoachingState(Struct, frozen=True):
    """What was told, in order."""

    told: tuple[CoachingEvent, ...] = ()

    def events_of(self, kind: type[F]) -> list[F]:
        """The facts of one kind."""
        return [fact for fact in self.told if type(fact) is kind]


INITIAL = CoachingState()


def evolve(state: CoachingState, entry: RecordedEvent) -> CoachingState:
    """Keep what the coaching needs of one more entry."""
    event = entry.event
    return CoachingState((*state.told, event)) if _kept(event) else state


def _kept(event: object) -> TypeGuard[CoachingEvent]:
    return type(event) in _KINDS


def as_of(state: CoachingState, on: date) -> CoachingState:
    """The journey as if nothing after a date had been told."""
    return CoachingState(tuple(fact for fact in state.told if fact.happened_on <= on))


def in_day_order(state: CoachingState) -> CoachingState:
    """By day, and of one day in the order of telling."""
    return CoachingState(tuple(sorted(state.told, key=lambda fact: fact.happened_on)))


def contact_days(told: CoachingState) -> list[date]:
    """The days client and coach spoke."""
    return [one.happened_on for one in told.events_of(CheckInHeld)]
