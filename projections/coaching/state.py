"""What the coaching keeps of a journey: dated facts, in the order they were told."""

from datetime import date
from typing import TypeGuard, TypeVar, get_args

from msgspec import Struct

from domain.history import Entry
from domain.journey.agreements import AgreementFact
from domain.journey.alerts import AlertFact
from domain.journey.coaches import CoachAssigned, CoachStanceSet
from domain.journey.coaching import CheckInHeld
from domain.journey.forms import Fact
from domain.journey.notes import NoteShared, NoteWritten
from domain.journey.pulses import EnergyRated, TrustRated
from domain.journey.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.journey.roles import RoleDiscovered
from domain.journey.start import JourneyStarted

QuestFact = QuestOffered | QuestTaken | QuestDeclined
Told = (
    JourneyStarted
    | CoachAssigned
    | CoachStanceSet
    | CheckInHeld
    | NoteWritten
    | NoteShared
    | AgreementFact
    | QuestFact
    | TrustRated
    | EnergyRated
    | RoleDiscovered
    | AlertFact
)

_KINDS = frozenset[type](get_args(Told))

F = TypeVar("F", bound=Fact)


class State(Struct, frozen=True):
    """What was told, in order."""

    told: tuple[Told, ...] = ()

    def of(self, kind: type[F]) -> list[F]:
        """The facts of one kind."""
        return [fact for fact in self.told if type(fact) is kind]


INITIAL = State()


def evolve(state: State, entry: Entry) -> State:
    """Keep what the coaching needs of one more entry."""
    event = entry.event
    return State((*state.told, event)) if _kept(event) else state


def _kept(event: object) -> TypeGuard[Told]:
    return type(event) in _KINDS


def up_to(state: State, on: date) -> State:
    """The journey as if nothing after a date had been told."""
    return State(tuple(fact for fact in state.told if fact.happened_on <= on))


def by_day(state: State) -> State:
    """By day, and of one day in the order of telling."""
    return State(tuple(sorted(state.told, key=lambda fact: fact.happened_on)))


def contact_days(told: State) -> list[date]:
    """The days client and coach spoke."""
    return [one.happened_on for one in told.of(CheckInHeld)]
