"""The classes of events that the coaching is built from."""

from datetime import date

from domain.journey.events.agreements import AgreementEvent
from domain.journey.events.alerts import AlertEvent
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.coaches import CoachAssigned, CoachStanceSet
from domain.journey.events.notes import NoteShared, NoteWritten
from domain.journey.events.pulses import EnergyRated, TrustRated
from domain.journey.events.quests import QuestEvent
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.start import JourneyStarted
from domain.journey.events.weeks import RestDeclared
from projections.event_history import EventHistory

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
    | RestDeclared
)

CoachingState = EventHistory[CoachingEvent]


def contact_days(state: CoachingState) -> list[date]:
    """The days on which client and coach spoke."""
    return [one.happened_on for one in state.events_of(CheckInHeld)]
