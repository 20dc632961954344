"""The actions that can be authorized, and the action of each command."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from domain.command import Command
from domain.journey.commands.agreements import AnswerChallenge, MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.commands.alerts import AcknowledgeAlert, SnoozeAlert
from domain.journey.commands.allies import InviteAlly, MakeIntroduction
from domain.journey.commands.answers import PlanFollowUp, RecordAnswer, RecordSilence
from domain.journey.commands.assessments import NoteAssessment
from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.coaches import AssignCoach, SetStance
from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
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
from domain.journey.commands.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile, PauseAfterRefusal
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
from domain.journey.commands.sight import GrantSight, WithdrawSight
from domain.journey.commands.skills import JudgeSkill
from domain.journey.commands.start import DeclareCondition, StartJourney
from domain.journey.commands.stories import FinishReflection, ReachGoal, RecordStory, SetGoal
from domain.journey.commands.suggestions import OfferSuggestions
from domain.journey.commands.vision import DecodeDream, NameValue, SeeQuality, SketchIdeal
from domain.journey.commands.weeks import DeclareRest, PlanWeek, ReviewWeek
from domain.journey.events.coaches import CoachAssigned
from domain.journey.events.consents import ConsentGiven, ConsentWithdrawn
from domain.journey.events.deputies import DeputyAnswered, DeputyEnded
from domain.journey.events.sight import SightGranted, SightWithdrawn

ReadAction = Literal[
    "read_line",
    "read_course",
    "read_weeks",
    "read_profile",
    "read_moves",
    "read_suggestions",
    "read_difference",
    "read_strengths",
    "read_gaps",
    "read_network",
    "read_agenda",
    "read_refusals",
    "read_doors",
    "read_portrait",
    "read_coaching",
    "read_sight",
    "read_events",
    "read_alerts",
    "read_page",
    "read_pulses",
    "read_special",
    "read_notes_private",
    "read_game",
    "read_access_log",
    "export",
]
"""Reading parts of a journey. Pulses are ratings of energy and trust; special is what may concern health."""

WriteAction = Literal[
    "start_journey",
    "record_own",
    "record_shared",
    "record_coaching",
    "propose_deputy",
    "end_deputy",
    "grant",
    "withdraw",
    "correct_entry",
    "forget_contact",
    "erase",
    "break_glass",
]
"""Changing a journey: what only its client records, what client and coach share, what only her coach
records; who stands in for the coach; granting and withdrawing sight or consent.
"""

RestrictionAction = Literal["restrict", "read_restriction"]
"""Restricting the processing of a journey, and reading whether it is restricted."""

OrganisationAction = Literal[
    "list_journeys",
    "read_desk",
    "read_programmes",
    "read_totals",
    "manage_programme",
    "manage_people",
    "manage_retention",
    "read_studies",
    "manage_studies",
    "approve_studies",
    "release_results",
    "export_studies",
]
"""Actions that concern no single journey."""

RedactionAction = Literal["redact_entry"]
"""Having a wrong value overwritten in the event log."""

Action = ReadAction | WriteAction | RestrictionAction | RedactionAction | OrganisationAction

IN_PERSON_ACTIONS: frozenset[Action] = frozenset(
    {
        "break_glass",
        "grant",
        "withdraw",
        "export",
        "restrict",
        "forget_contact",
        "redact_entry",
        "erase",
        "approve_studies",
        "release_results",
        "export_studies",
    }
)
"""Actions that no API token allows."""

_LOOKING_IN_ORGANISATION: frozenset[Action] = frozenset(
    {"read_restriction", "list_journeys", "read_desk", "read_programmes", "read_totals", "read_studies"}
)
LOOKING_ACTIONS: frozenset[Action] = (
    frozenset[Action](get_args(ReadAction)) - IN_PERSON_ACTIONS | _LOOKING_IN_ORGANISATION
)
"""Actions that change nothing."""

CLIENT_COMMANDS: tuple[type[Command], ...] = (
    AdjustPlan,
    ChangeTimeZone,
    SwitchGame,
    AnswerQuestions,
    NameValue,
    DecodeDream,
    SketchIdeal,
    RecordStory,
    SetGoal,
    ReachGoal,
    FinishReflection,
    NoteAssessment,
    NameInsight,
    RateEnergy,
    RateTrust,
    JudgeRole,
    BlockRole,
    ParkRole,
    ReopenRole,
    KeepRole,
    PassRole,
    ScoreRole,
    SeeQuality,
    DisputeOdds,
    DeclareCondition,
    PlanExperiment,
    RunExperiment,
    JudgeBelief,
    CancelExperiment,
    RefuseExperiment,
    DropExperiment,
    ConcludeExperiment,
    MakeVisible,
    RecordEvidence,
    NameCriterion,
    DecideGap,
    CloseGap,
    JudgeSkill,
    NotePapersSent,
    AgreeFeedback,
    RecordAnswer,
    RecordSilence,
    PlanFollowUp,
    RequestFeedback,
    ReceiveFeedback,
    PauseAfterRefusal,
    ConcludeRefusal,
    KeepOnFile,
    DeclineOffer,
    AddContact,
    SetContactPhone,
    InviteAlly,
    MakeIntroduction,
    NoteLead,
    RevisePitch,
    TryPitch,
    PlanWeek,
    ReviewWeek,
    DeclareRest,
    AnswerChallenge,
    TakeQuest,
    DeclineQuest,
)
SHARED_COMMANDS: tuple[type[Command], ...] = (
    SetTrack,
    EmphasisePhase,
    RecordEnding,
    PlanAfterCare,
    SettleAfterCare,
    AgreeIntake,
    DiscoverRole,
    LinkRole,
    NoteMarketSignal,
    OfferSuggestions,
    HoldCheckIn,
    MakeCommitment,
    SettleCommitment,
)
"""What client and coach agree on, or either of them notices."""

COACH_COMMANDS: tuple[type[Command], ...] = (
    SetStance,
    WriteNote,
    ShareNote,
    SetChallenge,
    OfferQuest,
    AcknowledgeAlert,
    SnoozeAlert,
)
ACTION_OF_COMMAND: Mapping[type[Command], WriteAction] = MappingProxyType(
    {
        StartJourney: "start_journey",
        ProposeDeputy: "propose_deputy",
        EndDeputy: "end_deputy",
        **dict.fromkeys(CLIENT_COMMANDS, "record_own"),
        **dict.fromkeys(SHARED_COMMANDS, "record_shared"),
        **dict.fromkeys(COACH_COMMANDS, "record_coaching"),
        **dict.fromkeys((GrantSight, GiveConsent, AssignCoach, AnswerDeputy), "grant"),
        **dict.fromkeys((WithdrawSight, WithdrawConsent), "withdraw"),
        **dict.fromkeys((CorrectEntry, RetractEntry), "correct_entry"),
    }
)
"""The action of every command that people can send."""

IN_PERSON_EVENTS = (
    CoachAssigned,
    SightGranted,
    SightWithdrawn,
    ConsentGiven,
    ConsentWithdrawn,
    DeputyAnswered,
    DeputyEnded,
)
"""What only a person records. To take one of these back grants or withdraws, too."""
