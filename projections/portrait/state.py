"""The classes of events that the portrait is built from."""

from domain.journey.events.allies import AllyInvited
from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.evidence import StrengthObserved
from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.insights import InsightNamed
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.events.network import ContactAdded
from domain.journey.events.pulses import EnergyRated
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.journey.events.vision import DreamDecoded, IdealSketched, QualitySeen, ValueNamed
from projections.event_history import EventHistory

PortraitEvent = (
    IntakeAgreed
    | QuestionsAnswered
    | ValueNamed
    | DreamDecoded
    | IdealSketched
    | QualitySeen
    | StoryRecorded
    | GoalSet
    | GoalReached
    | ReflectionDone
    | InsightNamed
    | AssessmentNoted
    | AllyInvited
    | EnergyRated
    | RoleDiscovered
    | ContactAdded
    | StrengthObserved
    | ExperimentPlanned
)

PortraitState = EventHistory[PortraitEvent]
