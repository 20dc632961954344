"""Every fact that can be told of a journey, in the forms of today and of the past.

The tags are the storage format: they never change. A changed event gets a new version under a tag such as
`ContactAdded.2`; the old class stays in `StoredJourneyEvent`, and an upcast in `UPCASTS` leads it to the next version.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.journey.events.agreements import (
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)
from domain.journey.events.alerts import AlertAcknowledged, AlertClosed, AlertOpened, AlertSnoozed
from domain.journey.events.allies import AllyInvited, IntroductionMade
from domain.journey.events.answers import AnswerReceived, FollowUpFellDue, FollowUpPlanned, SilenceElapsed
from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.coaches import CoachAssigned, CoachStanceSet
from domain.journey.events.consents import ConsentExpired, ConsentGiven, ConsentWithdrawn
from domain.journey.events.contacts import ContactAdded, ContactAddedV1, EmployerNamed
from domain.journey.events.course import GameSwitched, PhaseEmphasised, PlanAdjusted, TrackSet
from domain.journey.events.endings import AfterCarePlanned, EndingRecorded
from domain.journey.events.evidence import (
    AppealRated,
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.insights import InsightNamed
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.events.market import LeadNoted, MarketSignalNoted
from domain.journey.events.notes import NoteShared, NoteWritten
from domain.journey.events.opinions import OddsDisputed, RoleScored
from domain.journey.events.pitches import ApplicationSent, MadeVisible, PitchRevised, PitchTried
from domain.journey.events.pulses import EnergyRated, TrustRated
from domain.journey.events.quests import QuestDeclined, QuestOffered, QuestTaken
from domain.journey.events.refusals import (
    FeedbackAgreed,
    KeptOnFile,
    KeptOnFileExpired,
    RefusalConcluded,
    RefusalPaused,
)
from domain.journey.events.roles import RoleBlocked, RoleDiscovered, RoleJudged, RoleParked, RoleReopened
from domain.journey.events.sight import SightExpired, SightGranted, SightWithdrawn
from domain.journey.events.start import ConditionDeclared, JourneyStarted
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.journey.events.suggestions import SuggestionOffered
from domain.journey.events.vision import DreamDecoded, IdealSketched, QualitySeen, ValueNamed
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed, WeekTurned

JourneyEvent = (
    JourneyStarted
    | ConditionDeclared
    | IntakeAgreed
    | QuestionsAnswered
    | ValueNamed
    | DreamDecoded
    | IdealSketched
    | QualitySeen
    | StoryRecorded
    | GoalSet
    | GoalReached
    | ReflectionDone
    | AssessmentNoted
    | RoleDiscovered
    | RoleJudged
    | RoleBlocked
    | RoleParked
    | RoleReopened
    | RoleScored
    | OddsDisputed
    | ContactAdded
    | EmployerNamed
    | AllyInvited
    | IntroductionMade
    | LeadNoted
    | MarketSignalNoted
    | AppealRated
    | OddsSignalHeard
    | CriterionNamed
    | TradeoffMade
    | StrengthObserved
    | GapFound
    | GapDecided
    | GapClosed
    | InsightNamed
    | ExperimentPlanned
    | ExperimentRun
    | ExperimentCancelled
    | ExperimentRefused
    | ExperimentDropped
    | ExperimentConcluded
    | SuggestionOffered
    | PitchRevised
    | ApplicationSent
    | PitchTried
    | MadeVisible
    | AnswerReceived
    | SilenceElapsed
    | FollowUpPlanned
    | FollowUpFellDue
    | FeedbackAgreed
    | FeedbackRequested
    | FeedbackReceived
    | RefusalPaused
    | RefusalConcluded
    | KeptOnFile
    | KeptOnFileExpired
    | WeekPlanned
    | WeekReviewed
    | RestDeclared
    | WeekTurned
    | CoachAssigned
    | CoachStanceSet
    | CheckInHeld
    | NoteWritten
    | NoteShared
    | CommitmentMade
    | CommitmentSettled
    | ChallengeSet
    | ChallengeAnswered
    | QuestOffered
    | QuestTaken
    | QuestDeclined
    | AlertOpened
    | AlertClosed
    | AlertAcknowledged
    | AlertSnoozed
    | EnergyRated
    | TrustRated
    | TrackSet
    | PhaseEmphasised
    | PlanAdjusted
    | GameSwitched
    | SightGranted
    | SightWithdrawn
    | SightExpired
    | ConsentGiven
    | ConsentWithdrawn
    | ConsentExpired
    | EndingRecorded
    | AfterCarePlanned
)
"""Every event of a journey that is no correction, in its current version."""

StoredJourneyEvent = JourneyEvent | ContactAddedV1
"""The same in any version that was ever stored."""

UPCASTS: Mapping[type, Callable[[Any], Any]] = {ContactAddedV1: ContactAddedV1.upcast}
"""From the class of an old version to the function that makes the next version."""


def upcast_to_current(event: Any) -> Any:
    """Upcasts an event of any stored version to its current version."""
    while upcast := UPCASTS.get(event.__class__):
        event = upcast(event)
    return event
