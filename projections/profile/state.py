"""State of the profile: the learning model's events, and what the client said about themselves and the roles."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_item
from domain.history import RecordedEvent
from domain.journey.events.course import PhaseEmphasised, TrackSet
from domain.journey.events.intake import QuestionsAnswered
from domain.journey.events.opinions import OddsDisputed, RoleScored
from domain.journey.events.roles import RoleKept
from domain.journey.events.start import ConditionDeclared
from domain.journey.events.suggestions import SuggestionOffered
from domain.journey.events.vision import DreamDecoded, IdealSketched, Quality, QualitySeen
from domain.journey.events.weeks import WeekPlanned, WeekReviewed
from projections.learning_model import state as learning_state

F = TypeVar("F", bound=Event)


class ProfileState(learning_state.LearningState, frozen=True):
    """Every dated event that the profile uses, in the order of recording."""

    tracks: tuple[TrackSet, ...] = ()
    questions: tuple[QuestionsAnswered, ...] = ()
    conditions: tuple[ConditionDeclared, ...] = ()
    disputes: tuple[OddsDisputed, ...] = ()
    scorings: tuple[RoleScored, ...] = ()
    visions: tuple[DreamDecoded | IdealSketched, ...] = ()
    seen: tuple[QualitySeen, ...] = ()
    offers: tuple[SuggestionOffered, ...] = ()
    week_plans: tuple[WeekPlanned, ...] = ()
    week_reviews: tuple[WeekReviewed, ...] = ()
    phases: tuple[PhaseEmphasised, ...] = ()
    kept: tuple[RoleKept, ...] = ()

    def qualities_on(self, on: date) -> dict[UUID, Quality]:
        """The qualities named by a date."""
        return {
            one.quality_id: one
            for vision in self.visions
            if vision.happened_on <= on
            for one in vision.qualities
        }


INITIAL = ProfileState()
OWN_EVENTS = frozenset(
    {
        ConditionDeclared,
        DreamDecoded,
        IdealSketched,
        OddsDisputed,
        PhaseEmphasised,
        QualitySeen,
        QuestionsAnswered,
        RoleKept,
        RoleScored,
        SuggestionOffered,
        TrackSet,
        WeekPlanned,
        WeekReviewed,
    }
)
"""What the learning model's state does not have: most events are not among them, and then are asked for once."""


def evolve(state: ProfileState, entry: RecordedEvent) -> ProfileState:
    """Adds one event to the state, if the profile needs it."""
    event = entry.event
    if type(event) not in OWN_EVENTS:
        return learning_state.evolve(state, entry)
    match event:
        case TrackSet():
            return replace(state, tracks=with_item(state.tracks, event))
        case QuestionsAnswered():
            return replace(state, questions=with_item(state.questions, event))
        case ConditionDeclared():
            return replace(state, conditions=with_item(state.conditions, event))
        case OddsDisputed():
            return replace(state, disputes=with_item(state.disputes, event))
        case RoleScored():
            return replace(state, scorings=with_item(state.scorings, event))
        case DreamDecoded() | IdealSketched():
            return replace(state, visions=with_item(state.visions, event))
        case QualitySeen():
            return replace(state, seen=with_item(state.seen, event))
        case SuggestionOffered():
            return replace(state, offers=with_item(state.offers, event))
        case WeekPlanned():
            return replace(state, week_plans=with_item(state.week_plans, event))
        case WeekReviewed():
            return replace(state, week_reviews=with_item(state.week_reviews, event))
        case PhaseEmphasised():
            return replace(state, phases=with_item(state.phases, event))
        case RoleKept():
            return replace(learning_state.evolve(state, entry), kept=with_item(state.kept, event))
        case _:
            return learning_state.evolve(state, entry)


def events_until(events: Iterable[F], on: date) -> list[F]:
    """The events up to a date, by day; on one day in the order of recording."""
    return sorted((one for one in events if one.happened_on <= on), key=lambda one: one.happened_on)


def latest_event(events: Iterable[F], on: date) -> F | None:
    """The last event up to a date; None if there is none."""
    return next(reversed(events_until(events, on)), None)
