"""The unions of a journey's commands, by subject."""

from domain.journey.commands.agreements import AnswerChallenge, MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.commands.alerts import AcknowledgeAlert, CloseAlert, OpenAlert, SnoozeAlert
from domain.journey.commands.allies import InviteAlly, MakeIntroduction
from domain.journey.commands.answers import NoteFollowUpDue, PlanFollowUp, RecordAnswer, RecordSilence
from domain.journey.commands.assessments import NoteAssessment
from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import AssignCoach, SetStance
from domain.journey.commands.consents import AssignArm, ExpireConsent, GiveConsent, WithdrawConsent
from domain.journey.commands.course import AdjustPlan, ChangeTimeZone, EmphasisePhase, SetTrack, SwitchGame
from domain.journey.commands.deputies import AnswerDeputy, EndDeputy, ProposeDeputy
from domain.journey.commands.endings import PlanAfterCare, RecordEnding, SettleAfterCare
from domain.journey.commands.evidence import NameCriterion, RecordEvidence
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    DropExperiment,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.feedback import ReceiveFeedback, RequestFeedback
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.intake import AgreeIntake, AnswerQuestions
from domain.journey.commands.market import NoteLead, NoteMarketSignal
from domain.journey.commands.network import AddContact, SetContactPhone
from domain.journey.commands.notes import ShareNote, WriteNote
from domain.journey.commands.offers import DeclineOffer
from domain.journey.commands.opinions import DisputeOdds, ScoreRole
from domain.journey.commands.pitches import MakeVisible, NotePapersSent, RevisePitch, TryPitch
from domain.journey.commands.pulses import RateEnergy, RateTrust
from domain.journey.commands.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.commands.refusals import (
    AgreeFeedback,
    ConcludeRefusal,
    ExpireKeptOnFile,
    KeepOnFile,
    PauseAfterRefusal,
)
from domain.journey.commands.roles import (
    BlockRole,
    DiscoverRole,
    JudgeRole,
    KeepRole,
    LinkRole,
    ParkRole,
    PassRole,
    ReopenRole,
)
from domain.journey.commands.sight import ExpireSight, GrantSight, WithdrawSight
from domain.journey.commands.skills import JudgeSkill
from domain.journey.commands.start import DeclareCondition, StartJourney
from domain.journey.commands.stories import FinishReflection, ReachGoal, RecordStory, SetGoal
from domain.journey.commands.suggestions import OfferSuggestions
from domain.journey.commands.vision import DecodeDream, NameValue, SeeQuality, SketchIdeal
from domain.journey.commands.weeks import DeclareRest, PlanWeek, ReviewWeek, TurnWeek

CourseCommand = (
    StartJourney
    | SetTrack
    | AdjustPlan
    | ChangeTimeZone
    | EmphasisePhase
    | SwitchGame
    | RecordEnding
    | PlanAfterCare
    | SettleAfterCare
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
    | KeepRole
    | PassRole
    | LinkRole
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
    | JudgeBelief
    | MakeVisible
)
EvidenceCommand = RecordEvidence | NameCriterion | DecideGap | CloseGap | JudgeSkill
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
    | DeclineOffer
)
NetworkCommand = AddContact | SetContactPhone | InviteAlly | MakeIntroduction | NoteLead
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
SightCommand = (
    GrantSight | WithdrawSight | GiveConsent | WithdrawConsent | ProposeDeputy | AnswerDeputy | EndDeputy
)

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
"""Every command of people that is no correction."""

ClockCommand = (
    RecordSilence
    | TurnWeek
    | NoteFollowUpDue
    | ExpireKeptOnFile
    | ExpireSight
    | ExpireConsent
    | AssignArm
    | OpenAlert
    | CloseAlert
)
"""The commands that the service gives as time passes. People may record a silence, too."""
