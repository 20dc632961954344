"""From an entry back to the command that means it: what a form for saying it again begins with."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

import msgspec
from msgspec import Struct

from domain.journey.commands import agreements as ag_commands
from domain.journey.commands import allies as al_commands
from domain.journey.commands import answers as an_commands
from domain.journey.commands import check_ins as co_commands
from domain.journey.commands import course as cs_commands
from domain.journey.commands import endings as en_commands
from domain.journey.commands import evidence as le
from domain.journey.commands import experiment_outcomes as oc
from domain.journey.commands import feedback as fb_commands
from domain.journey.commands import gaps as gp_commands
from domain.journey.commands import intake as ik_commands
from domain.journey.commands import market as mk_commands
from domain.journey.commands import notes as no_commands
from domain.journey.commands import opinions as op_commands
from domain.journey.commands import pitches as pi_commands
from domain.journey.commands import pulses as pu_commands
from domain.journey.commands import refusals as rf_commands
from domain.journey.commands import roles as ro_commands
from domain.journey.commands import start as st_commands
from domain.journey.commands import stories as so_commands
from domain.journey.commands import vision as vi_commands
from domain.journey.commands import weeks as we_commands
from domain.journey.commands.assessments import NoteAssessment
from domain.journey.commands.catalogue import JourneyCommand
from domain.journey.commands.contacts import AddContact, EmployerInput
from domain.journey.commands.insights import NameInsight
from domain.journey.corrections.cascade import NumberedEvents
from domain.journey.events import agreements as ag
from domain.journey.events import allies as al
from domain.journey.events import answers as an
from domain.journey.events import check_ins as co
from domain.journey.events import course as cs
from domain.journey.events import endings as en
from domain.journey.events import experiments as ex
from domain.journey.events import feedback as fb
from domain.journey.events import gaps as gp
from domain.journey.events import intake as ik
from domain.journey.events import market as mk
from domain.journey.events import notes as no
from domain.journey.events import opinions as op
from domain.journey.events import pitches as pi
from domain.journey.events import pulses as pu
from domain.journey.events import refusals as rf
from domain.journey.events import roles as ro
from domain.journey.events import start as st
from domain.journey.events import stories as so
from domain.journey.events import vision as vi
from domain.journey.events import weeks as we
from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.contacts import ContactAdded, EmployerNamed
from domain.journey.events.evidence import (
    AppealRated,
    CriterionNamed,
    GapFound,
    OddsSignalHeard,
    StrengthObserved,
    TradeoffMade,
)
from domain.journey.events.insights import InsightNamed
from service.web.history.evidence_commands import answer_command_for, evidence_command_for
from service.web.history.plan_commands import plan_command_for, plan_that_introduced

COMMAND_BY_EVENT: Mapping[type, type] = MappingProxyType(
    {
        st.JourneyStarted: st_commands.StartJourney,
        st.ConditionDeclared: st_commands.DeclareCondition,
        cs.TrackSet: cs_commands.SetTrack,
        cs.PlanAdjusted: cs_commands.AdjustPlan,
        cs.PhaseEmphasised: cs_commands.EmphasisePhase,
        en.EndingRecorded: en_commands.RecordEnding,
        en.AfterCarePlanned: en_commands.PlanAfterCare,
        ik.IntakeAgreed: ik_commands.AgreeIntake,
        ik.QuestionsAnswered: ik_commands.AnswerQuestions,
        vi.ValueNamed: vi_commands.NameValue,
        vi.DreamDecoded: vi_commands.DecodeDream,
        vi.IdealSketched: vi_commands.SketchIdeal,
        vi.QualitySeen: vi_commands.SeeQuality,
        so.StoryRecorded: so_commands.RecordStory,
        so.GoalSet: so_commands.SetGoal,
        so.GoalReached: so_commands.ReachGoal,
        so.ReflectionDone: so_commands.FinishReflection,
        AssessmentNoted: NoteAssessment,
        pu.EnergyRated: pu_commands.RateEnergy,
        pu.TrustRated: pu_commands.RateTrust,
        ro.RoleJudged: ro_commands.JudgeRole,
        ro.RoleBlocked: ro_commands.BlockRole,
        ro.RoleParked: ro_commands.ParkRole,
        ro.RoleReopened: ro_commands.ReopenRole,
        op.RoleScored: op_commands.ScoreRole,
        op.OddsDisputed: op_commands.DisputeOdds,
        mk.MarketSignalNoted: mk_commands.NoteMarketSignal,
        al.AllyInvited: al_commands.InviteAlly,
        al.IntroductionMade: al_commands.MakeIntroduction,
        ex.ExperimentRun: oc.RunExperiment,
        ex.ExperimentCancelled: oc.CancelExperiment,
        ex.ExperimentRefused: oc.RefuseExperiment,
        ex.ExperimentDropped: oc.DropExperiment,
        ex.ExperimentConcluded: oc.ConcludeExperiment,
        gp.GapDecided: gp_commands.DecideGap,
        gp.GapClosed: gp_commands.CloseGap,
        an.SilenceElapsed: an_commands.RecordSilence,
        an.FollowUpPlanned: an_commands.PlanFollowUp,
        fb.FeedbackRequested: fb_commands.RequestFeedback,
        fb.FeedbackReceived: fb_commands.ReceiveFeedback,
        rf.FeedbackAgreed: rf_commands.AgreeFeedback,
        rf.RefusalPaused: rf_commands.PauseAfterRefusal,
        rf.RefusalConcluded: rf_commands.ConcludeRefusal,
        rf.KeptOnFile: rf_commands.KeepOnFile,
        pi.PitchRevised: pi_commands.RevisePitch,
        pi.ApplicationSent: pi_commands.NotePapersSent,
        pi.PitchTried: pi_commands.TryPitch,
        pi.MadeVisible: pi_commands.MakeVisible,
        we.WeekPlanned: we_commands.PlanWeek,
        we.WeekReviewed: we_commands.ReviewWeek,
        we.RestDeclared: we_commands.DeclareRest,
        co.CheckInHeld: co_commands.HoldCheckIn,
        no.NoteWritten: no_commands.WriteNote,
        ag.CommitmentMade: ag_commands.MakeCommitment,
        ag.CommitmentSettled: ag_commands.SettleCommitment,
        ag.ChallengeSet: ag_commands.SetChallenge,
        ag.ChallengeAnswered: ag_commands.AnswerChallenge,
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


def command_for_entry(events: NumberedEvents, number: int) -> EntryCommand | None:
    """The command for an entry; None when no form says it again."""
    event = events[number]
    match event:
        case ex.ExperimentPlanned():
            return EntryCommand(command=plan_command_for(events, event, number))
        case ro.RoleDiscovered() | ContactAdded() | EmployerNamed():
            return _named(events, number, event)
        case AppealRated() | OddsSignalHeard() | TradeoffMade() | StrengthObserved() | GapFound() if (
            command := evidence_command_for(event)
        ):
            return EntryCommand(command=command)
        case CriterionNamed() if event.source.id is None:
            correction = le.NameCriterion(
                happened_on=event.happened_on, criterion_id=event.criterion_id, wording=event.wording
            )
            return EntryCommand(command=correction)
        case InsightNamed() if event.source.kind != "market":
            insight = NameInsight(
                happened_on=event.happened_on,
                insight_id=event.insight_id,
                wording=event.wording,
                found=event.source.kind,
                found_in=event.source.id,
            )
            return EntryCommand(command=insight)
        case an.AnswerReceived():
            return EntryCommand(command=answer_command_for(events, number, event))
        case mk.LeadNoted():
            return EntryCommand(command=_lead(event))
        case _:
            kind = COMMAND_BY_EVENT.get(type(event))
            return EntryCommand(command=command_with_same_fields(event, kind)) if kind else None


def command_with_same_fields(event: JourneyEvent, kind: type) -> JourneyCommand:
    """The command that calls everything by the same names."""
    fields = msgspec.to_builtins(event)
    names = {one.name for one in msgspec.structs.fields(kind)}
    plain = {name: value for name, value in fields.items() if name in names}
    return cast("JourneyCommand", msgspec.convert({**plain, "type": kind.__name__}, kind))


def _named(
    events: NumberedEvents, number: int, event: ro.RoleDiscovered | ContactAdded | EmployerNamed
) -> EntryCommand | None:
    """The command that restates an event: one introduced with a plan is restated with that plan, others by themselves."""
    if plan := plan_that_introduced(events, event):
        return EntryCommand(command=plan_command_for(events, plan, number), only=_BY_A_PLAN[type(event)])
    match event:
        case ro.RoleDiscovered() if event.source.kind != "market":
            discovery = ro_commands.DiscoverRole(
                happened_on=event.happened_on,
                role_id=event.role_id,
                title=event.title,
                distance=event.distance,
                found=event.source.kind,
                found_in=event.source.id,
                isco_group=event.isco_group,
            )
            return EntryCommand(command=discovery)
        case ContactAdded() if event.source.id is None and event.tie:
            contact = AddContact(
                happened_on=event.happened_on,
                contact_id=event.contact_id,
                name=event.name,
                tie=event.tie,
                relation=event.relation,
                employer=EmployerInput(employer_id=event.employer_id) if event.employer_id else None,
            )
            return EntryCommand(command=contact)
        case _:
            return None


def _lead(event: mk.LeadNoted) -> JourneyCommand:
    return mk_commands.NoteLead(
        happened_on=event.happened_on,
        lead_id=event.lead_id,
        channel=event.channel,
        what=event.what,
        role_id=event.role_id,
        contact_id=event.contact_id,
        employer=EmployerInput(employer_id=event.employer_id) if event.employer_id else None,
    )
