"""The commands that restate an event field by field, because both call everything by the same names."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

import msgspec

from domain.command import command_tag
from domain.journey.commands.agreements import AnswerChallenge, MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.commands.allies import InviteAlly, MakeIntroduction
from domain.journey.commands.answers import PlanFollowUp, RecordSilence
from domain.journey.commands.assessments import NoteAssessment
from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.catalogue import JourneyCommand
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.course import AdjustPlan, ChangeTimeZone, EmphasisePhase, SetTrack
from domain.journey.commands.endings import PlanAfterCare, RecordEnding, SettleAfterCare
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    DropExperiment,
    RefuseExperiment,
    RunExperiment,
)
from domain.journey.commands.feedback import ReceiveFeedback, RequestFeedback
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.commands.intake import AgreeIntake, AnswerQuestions
from domain.journey.commands.market import NoteMarketSignal
from domain.journey.commands.network import SetContactPhone
from domain.journey.commands.notes import WriteNote
from domain.journey.commands.offers import DeclineOffer
from domain.journey.commands.opinions import DisputeOdds, ScoreRole
from domain.journey.commands.pitches import MakeVisible, NotePapersSent, RevisePitch, TryPitch
from domain.journey.commands.pulses import RateEnergy, RateTrust
from domain.journey.commands.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.journey.commands.roles import BlockRole, JudgeRole, ParkRole, ReopenRole
from domain.journey.commands.skills import JudgeSkill
from domain.journey.commands.start import DeclareCondition, StartJourney
from domain.journey.commands.stories import FinishReflection, ReachGoal, RecordStory, SetGoal
from domain.journey.commands.vision import DecodeDream, NameValue, SeeQuality, SketchIdeal
from domain.journey.commands.weeks import DeclareRest, PlanWeek, ReviewWeek
from domain.journey.events.agreements import (
    ChallengeAnswered,
    ChallengeSet,
    CommitmentMade,
    CommitmentSettled,
)
from domain.journey.events.allies import AllyInvited, IntroductionMade
from domain.journey.events.answers import FollowUpPlanned, SilenceElapsed
from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.course import PhaseEmphasised, PlanAdjusted, TimeZoneChanged, TrackSet
from domain.journey.events.endings import AfterCarePlanned, AfterCareSettled, EndingRecorded
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentConcluded,
    ExperimentDropped,
    ExperimentRefused,
    ExperimentRun,
)
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered
from domain.journey.events.market import MarketSignalNoted
from domain.journey.events.network import ContactPhoneSet
from domain.journey.events.notes import NoteWritten
from domain.journey.events.offers import OfferDeclined
from domain.journey.events.opinions import OddsDisputed, RoleScored
from domain.journey.events.pitches import ApplicationSent, MadeVisible, PitchRevised, PitchTried
from domain.journey.events.pulses import EnergyRated, TrustRated
from domain.journey.events.refusals import FeedbackAgreed, KeptOnFile, RefusalConcluded, RefusalPaused
from domain.journey.events.roles import RoleBlocked, RoleJudged, RoleParked, RoleReopened
from domain.journey.events.skills import SkillJudged
from domain.journey.events.start import ConditionDeclared, JourneyStarted
from domain.journey.events.stories import GoalReached, GoalSet, ReflectionDone, StoryRecorded
from domain.journey.events.vision import DreamDecoded, IdealSketched, QualitySeen, ValueNamed
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed

COMMAND_BY_EVENT: Mapping[type, type] = MappingProxyType(
    {
        JourneyStarted: StartJourney,
        ConditionDeclared: DeclareCondition,
        TrackSet: SetTrack,
        PlanAdjusted: AdjustPlan,
        TimeZoneChanged: ChangeTimeZone,
        PhaseEmphasised: EmphasisePhase,
        EndingRecorded: RecordEnding,
        AfterCarePlanned: PlanAfterCare,
        AfterCareSettled: SettleAfterCare,
        IntakeAgreed: AgreeIntake,
        QuestionsAnswered: AnswerQuestions,
        ValueNamed: NameValue,
        DreamDecoded: DecodeDream,
        IdealSketched: SketchIdeal,
        QualitySeen: SeeQuality,
        StoryRecorded: RecordStory,
        GoalSet: SetGoal,
        GoalReached: ReachGoal,
        ReflectionDone: FinishReflection,
        AssessmentNoted: NoteAssessment,
        EnergyRated: RateEnergy,
        TrustRated: RateTrust,
        RoleJudged: JudgeRole,
        RoleBlocked: BlockRole,
        RoleParked: ParkRole,
        RoleReopened: ReopenRole,
        RoleScored: ScoreRole,
        OddsDisputed: DisputeOdds,
        MarketSignalNoted: NoteMarketSignal,
        AllyInvited: InviteAlly,
        IntroductionMade: MakeIntroduction,
        ExperimentRun: RunExperiment,
        ExperimentCancelled: CancelExperiment,
        ExperimentRefused: RefuseExperiment,
        ExperimentDropped: DropExperiment,
        ExperimentConcluded: ConcludeExperiment,
        BeliefJudged: JudgeBelief,
        ContactPhoneSet: SetContactPhone,
        GapDecided: DecideGap,
        GapClosed: CloseGap,
        SkillJudged: JudgeSkill,
        SilenceElapsed: RecordSilence,
        FollowUpPlanned: PlanFollowUp,
        FeedbackRequested: RequestFeedback,
        FeedbackReceived: ReceiveFeedback,
        FeedbackAgreed: AgreeFeedback,
        RefusalPaused: PauseAfterRefusal,
        RefusalConcluded: ConcludeRefusal,
        KeptOnFile: KeepOnFile,
        OfferDeclined: DeclineOffer,
        PitchRevised: RevisePitch,
        ApplicationSent: NotePapersSent,
        PitchTried: TryPitch,
        MadeVisible: MakeVisible,
        WeekPlanned: PlanWeek,
        WeekReviewed: ReviewWeek,
        RestDeclared: DeclareRest,
        CheckInHeld: HoldCheckIn,
        NoteWritten: WriteNote,
        CommitmentMade: MakeCommitment,
        CommitmentSettled: SettleCommitment,
        ChallengeSet: SetChallenge,
        ChallengeAnswered: AnswerChallenge,
    }
)
"""The commands whose fields have the names of their event's."""


def command_with_same_fields(event: JourneyEvent) -> JourneyCommand | None:
    """The command that restates an event by fields of the same names; None if there is none."""
    kind = COMMAND_BY_EVENT.get(type(event))
    if kind is None:
        return None
    names = {one.name for one in msgspec.structs.fields(kind)}
    fields = {name: value for name, value in msgspec.to_builtins(event).items() if name in names}
    return cast("JourneyCommand", msgspec.convert({**fields, "type": command_tag(kind)}, kind))
