"""From an entry back to the command that means it: what a form for saying it again begins with."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

import msgspec
from msgspec import Struct

from domain.journey import agreements as ag
from domain.journey import allies as al
from domain.journey import answers as an
from domain.journey import coaching as co
from domain.journey import course as cs
from domain.journey import endings as en
from domain.journey import feedback as fb
from domain.journey import gaps as gp
from domain.journey import intake as ik
from domain.journey import learning as le
from domain.journey import market as mk
from domain.journey import notes as no
from domain.journey import opinions as op
from domain.journey import pitches as pi
from domain.journey import pulses as pu
from domain.journey import refusals as rf
from domain.journey import roles as ro
from domain.journey import start as st
from domain.journey import stories as so
from domain.journey import vision as vi
from domain.journey import weeks as we
from domain.journey.assessments import AssessmentNoted, NoteAssessment
from domain.journey.commands import experiment_outcomes as oc
from domain.journey.commands.catalogue import JourneyCommand
from domain.journey.contacts import AddContact, ContactAdded, EmployerNamed
from domain.journey.corrections.cascade import NumberedEvents
from domain.journey.events import experiments as ex
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import (
    AppealRated,
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.forms import EmployerInput
from domain.journey.insights import InsightNamed, NameInsight
from service.web.history.evidence_commands import answer_command_for, evidence_command_for
from service.web.history.plan_commands import plan_command_for, plan_that_introduced

COMMAND_BY_EVENT: Mapping[type, type] = MappingProxyType(
    {
        st.JourneyStarted: st.StartJourney,
        st.ConditionDeclared: st.DeclareCondition,
        cs.TrackSet: cs.SetTrack,
        cs.PlanAdjusted: cs.AdjustPlan,
        cs.PhaseEmphasised: cs.EmphasisePhase,
        en.EndingRecorded: en.RecordEnding,
        en.AfterCarePlanned: en.PlanAfterCare,
        ik.IntakeAgreed: ik.AgreeIntake,
        ik.QuestionsAnswered: ik.AnswerQuestions,
        vi.ValueNamed: vi.NameValue,
        vi.DreamDecoded: vi.DecodeDream,
        vi.IdealSketched: vi.SketchIdeal,
        vi.QualitySeen: vi.SeeQuality,
        so.StoryRecorded: so.RecordStory,
        so.GoalSet: so.SetGoal,
        so.GoalReached: so.ReachGoal,
        so.ReflectionDone: so.FinishReflection,
        AssessmentNoted: NoteAssessment,
        pu.EnergyRated: pu.RateEnergy,
        pu.TrustRated: pu.RateTrust,
        ro.RoleJudged: ro.JudgeRole,
        ro.RoleBlocked: ro.BlockRole,
        ro.RoleParked: ro.ParkRole,
        ro.RoleReopened: ro.ReopenRole,
        op.RoleScored: op.ScoreRole,
        op.OddsDisputed: op.DisputeOdds,
        mk.MarketSignalNoted: mk.NoteMarketSignal,
        al.AllyInvited: al.InviteAlly,
        al.IntroductionMade: al.MakeIntroduction,
        ex.ExperimentRun: oc.RunExperiment,
        ex.ExperimentCancelled: oc.CancelExperiment,
        ex.ExperimentRefused: oc.RefuseExperiment,
        ex.ExperimentDropped: oc.DropExperiment,
        ex.ExperimentConcluded: oc.ConcludeExperiment,
        gp.GapDecided: gp.DecideGap,
        gp.GapClosed: gp.CloseGap,
        an.SilenceElapsed: an.RecordSilence,
        an.FollowUpPlanned: an.PlanFollowUp,
        fb.FeedbackRequested: fb.RequestFeedback,
        fb.FeedbackReceived: fb.ReceiveFeedback,
        rf.FeedbackAgreed: rf.AgreeFeedback,
        rf.RefusalPaused: rf.PauseAfterRefusal,
        rf.RefusalConcluded: rf.ConcludeRefusal,
        rf.KeptOnFile: rf.KeepOnFile,
        pi.PitchRevised: pi.RevisePitch,
        pi.ApplicationSent: pi.NotePapersSent,
        pi.PitchTried: pi.TryPitch,
        pi.MadeVisible: pi.MakeVisible,
        we.WeekPlanned: we.PlanWeek,
        we.WeekReviewed: we.ReviewWeek,
        we.RestDeclared: we.DeclareRest,
        co.CheckInHeld: co.HoldCheckIn,
        no.NoteWritten: no.WriteNote,
        ag.CommitmentMade: ag.MakeCommitment,
        ag.CommitmentSettled: ag.SettleCommitment,
        ag.ChallengeSet: ag.SetChallenge,
        ag.ChallengeAnswered: ag.AnswerChallenge,
    }
)
"""Facts whose commands call everything by the same names."""

_BY_A_PLAN: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        ro.RoleDiscovered: ("new_role.title", "new_role.distance"),
        ContactAdded: ("contact.name", "contact.relation"),
        EmployerNamed: ("employer.name",),
    }
)
"""What a plan says of whom and what it named for the first time."""


class EntryCommand(Struct, frozen=True, kw_only=True):
    """The command that means an entry as it is, and which of its fields are this entry's; all of them when none is named."""

    command: JourneyCommand
    only: tuple[str, ...] = ()


def command_for_entry(facts: NumberedEvents, number: int) -> EntryCommand | None:
    """The command for an entry; None when no form says it again."""
    fact = facts[number]
    match fact:
        case ex.ExperimentPlanned():
            return EntryCommand(command=plan_command_for(facts, fact, number))
        case ro.RoleDiscovered() | ContactAdded() | EmployerNamed():
            return _named(facts, number, fact)
        case AppealRated() | OddsSignalHeard() | TradeoffMade() | StrengthObserved() | GapFound() if (
            command := evidence_command_for(fact)
        ):
            return EntryCommand(command=command)
        case CriterionNamed() if fact.source.id is None:
            wish = le.NameCriterion(
                happened_on=fact.happened_on, criterion_id=fact.criterion_id, wording=fact.wording
            )
            return EntryCommand(command=wish)
        case InsightNamed() if fact.source.kind != "market":
            insight = NameInsight(
                happened_on=fact.happened_on,
                insight_id=fact.insight_id,
                wording=fact.wording,
                found=fact.source.kind,
                found_in=fact.source.id,
            )
            return EntryCommand(command=insight)
        case an.AnswerReceived():
            return EntryCommand(command=answer_command_for(facts, number, fact))
        case mk.LeadNoted():
            return EntryCommand(command=_lead(fact))
        case _:
            kind = COMMAND_BY_EVENT.get(type(fact))
            return EntryCommand(command=command_with_same_fields(fact, kind)) if kind else None


def command_with_same_fields(fact: JourneyEvent, kind: type) -> JourneyCommand:
    """The command that calls everything by the same names."""
    told = msgspec.to_builtins(fact)
    names = {one.name for one in msgspec.structs.fields(kind)}
    plain = {name: value for name, value in told.items() if name in names}
    return cast("JourneyCommand", msgspec.convert({**plain, "type": kind.__name__}, kind))


def _named(
    facts: NumberedEvents, number: int, fact: ro.RoleDiscovered | ContactAdded | EmployerNamed
) -> EntryCommand | None:
    """What was named with a plan is said again with that plan; the rest by itself."""
    if plan := plan_that_introduced(facts, fact):
        return EntryCommand(command=plan_command_for(facts, plan, number), only=_BY_A_PLAN[type(fact)])
    match fact:
        case ro.RoleDiscovered() if fact.source.kind != "market":
            discovery = ro.DiscoverRole(
                happened_on=fact.happened_on,
                role_id=fact.role_id,
                title=fact.title,
                distance=fact.distance,
                found=fact.source.kind,
                found_in=fact.source.id,
                isco_group=fact.isco_group,
            )
            return EntryCommand(command=discovery)
        case ContactAdded() if fact.source.id is None and fact.tie:
            contact = AddContact(
                happened_on=fact.happened_on,
                contact_id=fact.contact_id,
                name=fact.name,
                tie=fact.tie,
                relation=fact.relation,
                employer=EmployerInput(employer_id=fact.employer_id) if fact.employer_id else None,
            )
            return EntryCommand(command=contact)
        case _:
            return None


def _lead(fact: mk.LeadNoted) -> JourneyCommand:
    return mk.NoteLead(
        happened_on=fact.happened_on,
        lead_id=fact.lead_id,
        channel=fact.channel,
        what=fact.what,
        role_id=fact.role_id,
        contact_id=fact.contact_id,
        employer=EmployerInput(employer_id=fact.employer_id) if fact.employer_id else None,
    )
