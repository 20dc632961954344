"""Every command of a journey, grouped by the noun it speaks of."""

from domain.journey.agreements import AnswerChallenge, MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.alerts import AcknowledgeAlert, CloseAlert, OpenAlert, SnoozeAlert
from domain.journey.allies import InviteAlly, MakeIntroduction
from domain.journey.answers import NoteFollowUpDue, PlanFollowUp, RecordAnswer, RecordSilence
from domain.journey.assessments import NoteAssessment
from domain.journey.coaches import AssignCoach, SetStance
from domain.journey.coaching import HoldCheckIn
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    DropExperiment,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.consents import ExpireConsent, GiveConsent, WithdrawConsent
from domain.journey.contacts import AddContact
from domain.journey.course import AdjustPlan, EmphasisePhase, SetTrack, SwitchGame
from domain.journey.endings import PlanAfterCare, RecordEnding
from domain.journey.feedback import ReceiveFeedback, RequestFeedback
from domain.journey.gaps import CloseGap, DecideGap
from domain.journey.insights import NameInsight
from domain.journey.intake import AgreeIntake, AnswerQuestions
from domain.journey.learning import NameCriterion, RecordEvidence
from domain.journey.market import NoteLead, NoteMarketSignal
from domain.journey.notes import ShareNote, WriteNote
from domain.journey.opinions import DisputeOdds, ScoreRole
from domain.journey.pitches import MakeVisible, NotePapersSent, RevisePitch, TryPitch
from domain.journey.pulses import RateEnergy, RateTrust
from domain.journey.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.refusals import (
    AgreeFeedback,
    ConcludeRefusal,
    ExpireKeptOnFile,
    KeepOnFile,
    PauseAfterRefusal,
)
from domain.journey.roles import BlockRole, DiscoverRole, JudgeRole, ParkRole, ReopenRole
from domain.journey.sight import ExpireSight, GrantSight, WithdrawSight
from domain.journey.start import DeclareCondition, StartJourney
from domain.journey.stories import FinishReflection, ReachGoal, RecordStory, SetGoal
from domain.journey.suggestions import OfferSuggestions
from domain.journey.vision import DecodeDream, NameValue, SeeQuality, SketchIdeal
from domain.journey.weeks import DeclareRest, PlanWeek, ReviewWeek, TurnWeek

CourseCommand = (
    StartJourney | SetTrack | AdjustPlan | EmphasisePhase | SwitchGame | RecordEnding | PlanAfterCare
)
PortraitCommand = (
    AgreeIntake
    | AnswerQuestions
    | NameValue
    | DecodeDream
    | SketchIdeal
    | RecordStory
    | SetGoal
    | ReachGoal
    | FinishReflection
    | NoteAssessment
    | NameInsight
    | RateEnergy
)
RoleCommand = (
    DiscoverRole
    | JudgeRole
    | BlockRole
    | ParkRole
    | ReopenRole
    | ScoreRole
    | SeeQuality
    | DisputeOdds
    | NoteMarketSignal
    | DeclareCondition
)
ExperimentCommand = (
    PlanExperiment
    | RunExperiment
    | CancelExperiment
    | RefuseExperiment
    | DropExperiment
    | ConcludeExperiment
    | MakeVisible
)
EvidenceCommand = RecordEvidence | NameCriterion | DecideGap | CloseGap
ApproachCommand = (
    NotePapersSent
    | AgreeFeedback
    | RecordAnswer
    | RecordSilence
    | PlanFollowUp
    | RequestFeedback
    | ReceiveFeedback
    | PauseAfterRefusal
    | ConcludeRefusal
    | KeepOnFile
)
NetworkCommand = AddContact | InviteAlly | MakeIntroduction | NoteLead
PitchCommand = RevisePitch | TryPitch
WeekCommand = PlanWeek | OfferSuggestions | ReviewWeek | DeclareRest
CoachingCommand = (
    AssignCoach
    | SetStance
    | HoldCheckIn
    | RateTrust
    | WriteNote
    | ShareNote
    | MakeCommitment
    | SettleCommitment
    | SetChallenge
    | AnswerChallenge
    | AcknowledgeAlert
    | SnoozeAlert
)
QuestCommand = OfferQuest | TakeQuest | DeclineQuest
SightCommand = GrantSight | WithdrawSight | GiveConsent | WithdrawConsent

JourneyCommand = (
    CourseCommand
    | PortraitCommand
    | RoleCommand
    | ExperimentCommand
    | EvidenceCommand
    | ApproachCommand
    | NetworkCommand
    | PitchCommand
    | WeekCommand
    | CoachingCommand
    | QuestCommand
    | SightCommand
)
"""Commands that tell something for the first time."""

ClockCommand = (
    RecordSilence
    | TurnWeek
    | NoteFollowUpDue
    | ExpireKeptOnFile
    | ExpireSight
    | ExpireConsent
    | OpenAlert
    | CloseAlert
)
"""What time does by itself: given by the service, not by people; but silence may be told by both."""
