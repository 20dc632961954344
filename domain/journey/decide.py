"""From a command to its decision: which events, if any, it means for the journey so far."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from domain.allowed_dates import on_or_after, on_or_before
from domain.command import Command
from domain.errors import InvalidValue
from domain.event import Event
from domain.journey.aggregate import Journey, fold_events
from domain.journey.commands import (
    agreements,
    alerts,
    allies,
    answers,
    assessments,
    check_ins,
    coaches,
    consents,
    contacts,
    corrections,
    course,
    endings,
    evidence,
    experiment_outcomes,
    experiments,
    feedback,
    gaps,
    insights,
    intake,
    market,
    notes,
    opinions,
    pitches,
    pulses,
    quests,
    refusals,
    roles,
    sight,
    start,
    stories,
    suggestions,
    vision,
    weeks,
)
from domain.journey.commands.catalogue import ClockCommand, JourneyCommand
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.start import StartJourney
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.events.catalogue import JourneyEvent

UserCommand = JourneyCommand | CorrectEntry | RetractEntry
"""What people may ask for."""

W = TypeVar("W", bound=Command)
Handler = Callable[[Journey, Any], list[Event]]


def _on(wish: type[W], decision: Callable[[Journey, W], list[Event]]) -> tuple[type[Command], Handler]:
    return wish, decision


HANDLERS: Mapping[type[Command], Handler] = dict(
    (
        _on(start.StartJourney, start.handle_start_journey),
        _on(start.DeclareCondition, start.handle_declare_condition),
        _on(course.SetTrack, course.handle_set_track),
        _on(course.AdjustPlan, course.handle_adjust_plan),
        _on(course.EmphasisePhase, course.handle_emphasise_phase),
        _on(course.SwitchGame, course.handle_switch_game),
        _on(endings.RecordEnding, endings.handle_record_ending),
        _on(endings.PlanAfterCare, endings.handle_plan_after_care),
        _on(intake.AgreeIntake, intake.handle_agree_intake),
        _on(intake.AnswerQuestions, intake.handle_answer_questions),
        _on(vision.NameValue, vision.handle_name_value),
        _on(vision.DecodeDream, vision.handle_decode_dream),
        _on(vision.SketchIdeal, vision.handle_sketch_ideal),
        _on(vision.SeeQuality, vision.handle_see_quality),
        _on(stories.RecordStory, stories.handle_record_story),
        _on(stories.SetGoal, stories.handle_set_goal),
        _on(stories.ReachGoal, stories.handle_reach_goal),
        _on(stories.FinishReflection, stories.handle_finish_reflection),
        _on(assessments.NoteAssessment, assessments.handle_note_assessment),
        _on(insights.NameInsight, insights.handle_name_insight),
        _on(pulses.RateEnergy, pulses.handle_rate_energy),
        _on(pulses.RateTrust, pulses.handle_rate_trust),
        _on(roles.DiscoverRole, roles.handle_discover_role),
        _on(roles.JudgeRole, roles.handle_judge_role),
        _on(roles.BlockRole, roles.handle_block_role),
        _on(roles.ParkRole, roles.handle_park_role),
        _on(roles.ReopenRole, roles.handle_reopen_role),
        _on(opinions.ScoreRole, opinions.handle_score_role),
        _on(opinions.DisputeOdds, opinions.handle_dispute_odds),
        _on(market.NoteMarketSignal, market.handle_note_market_signal),
        _on(market.NoteLead, market.handle_note_lead),
        _on(contacts.AddContact, contacts.handle_add_contact),
        _on(allies.InviteAlly, allies.handle_invite_ally),
        _on(allies.MakeIntroduction, allies.handle_make_introduction),
        _on(experiments.PlanExperiment, experiments.handle_plan_experiment),
        _on(experiment_outcomes.RunExperiment, experiment_outcomes.handle_run_experiment),
        _on(experiment_outcomes.CancelExperiment, experiment_outcomes.handle_cancel_experiment),
        _on(experiment_outcomes.RefuseExperiment, experiment_outcomes.handle_refuse_experiment),
        _on(experiment_outcomes.DropExperiment, experiment_outcomes.handle_drop_experiment),
        _on(experiment_outcomes.ConcludeExperiment, experiment_outcomes.handle_conclude_experiment),
        _on(pitches.MakeVisible, pitches.handle_make_visible),
        _on(pitches.RevisePitch, pitches.handle_revise_pitch),
        _on(pitches.NotePapersSent, pitches.handle_note_papers_sent),
        _on(pitches.TryPitch, pitches.handle_try_pitch),
        _on(evidence.RecordEvidence, evidence.handle_record_evidence),
        _on(evidence.NameCriterion, evidence.handle_name_criterion),
        _on(gaps.DecideGap, gaps.handle_decide_gap),
        _on(gaps.CloseGap, gaps.handle_close_gap),
        _on(answers.RecordAnswer, answers.handle_record_answer),
        _on(answers.RecordSilence, answers.handle_record_silence),
        _on(answers.PlanFollowUp, answers.handle_plan_follow_up),
        _on(answers.NoteFollowUpDue, answers.handle_note_follow_up_due),
        _on(feedback.RequestFeedback, feedback.handle_request_feedback),
        _on(feedback.ReceiveFeedback, feedback.handle_receive_feedback),
        _on(refusals.AgreeFeedback, refusals.handle_agree_feedback),
        _on(refusals.PauseAfterRefusal, refusals.handle_pause_after_refusal),
        _on(refusals.ConcludeRefusal, refusals.handle_conclude_refusal),
        _on(refusals.KeepOnFile, refusals.handle_keep_on_file),
        _on(refusals.ExpireKeptOnFile, refusals.handle_expire_kept_on_file),
        _on(weeks.PlanWeek, weeks.handle_plan_week),
        _on(weeks.ReviewWeek, weeks.handle_review_week),
        _on(weeks.DeclareRest, weeks.handle_declare_rest),
        _on(weeks.TurnWeek, weeks.handle_turn_week),
        _on(suggestions.OfferSuggestions, suggestions.handle_offer_suggestions),
        _on(coaches.AssignCoach, coaches.handle_assign_coach),
        _on(coaches.SetStance, coaches.handle_set_stance),
        _on(check_ins.HoldCheckIn, check_ins.handle_hold_check_in),
        _on(notes.WriteNote, notes.handle_write_note),
        _on(notes.ShareNote, notes.handle_share_note),
        _on(agreements.MakeCommitment, agreements.handle_make_commitment),
        _on(agreements.SettleCommitment, agreements.handle_settle_commitment),
        _on(agreements.SetChallenge, agreements.handle_set_challenge),
        _on(agreements.AnswerChallenge, agreements.handle_answer_challenge),
        _on(quests.OfferQuest, quests.handle_offer_quest),
        _on(quests.TakeQuest, quests.handle_take_quest),
        _on(quests.DeclineQuest, quests.handle_decline_quest),
        _on(alerts.AcknowledgeAlert, alerts.handle_acknowledge_alert),
        _on(alerts.SnoozeAlert, alerts.handle_snooze_alert),
        _on(alerts.OpenAlert, alerts.handle_open_alert),
        _on(alerts.CloseAlert, alerts.handle_close_alert),
        _on(sight.GrantSight, sight.handle_grant_sight),
        _on(sight.WithdrawSight, sight.handle_withdraw_sight),
        _on(sight.ExpireSight, sight.handle_expire_sight),
        _on(consents.GiveConsent, consents.handle_give_consent),
        _on(consents.WithdrawConsent, consents.handle_withdraw_consent),
        _on(consents.ExpireConsent, consents.handle_expire_consent),
    )
)
"""Every command but corrections, with the decision that gives it its meaning."""


def decide(
    journey: Journey, command: UserCommand | ClockCommand, today: date, by: UUID | None = None
) -> list[AnyJourneyEvent]:
    """The events a command means. An empty list means "already so"; what is not allowed raises a `DomainError`.

    `today` is the date in the journey's time zone: nothing can have happened after it. `by` is who asks: people correct
    only what they told themselves.
    """
    if not isinstance(command, StartJourney):
        _within(command.happened_on, journey.started.fact.happened_on)
    if command.happened_on > today:
        raise InvalidValue("This lies in the future.", field="happened_on", allowed=on_or_before(today))
    # The decisions speak of facts; every fact of this package is an event.
    return cast("list[AnyJourneyEvent]", _decide(journey, command, today, by))


def _within(happened_on: date, started_on: date) -> None:
    if happened_on < started_on:
        raise InvalidValue(
            "This lies before the journey.", field="happened_on", allowed=on_or_after(started_on)
        )


def _decide(
    journey: Journey, command: UserCommand | ClockCommand, today: date, by: UUID | None
) -> list[Event]:
    match command:
        case CorrectEntry():

            def tells(facts: Iterable[JourneyEvent], restated: JourneyCommand) -> list[JourneyEvent]:
                return cast("list[JourneyEvent]", decide(fold_events(facts), restated, today, by))

            return corrections.handle_correct_entry(journey, command, tells, by)
        case RetractEntry():
            return corrections.handle_retract_entry(journey, command, by)
        case _:
            return HANDLERS[type(command)](journey, command)
