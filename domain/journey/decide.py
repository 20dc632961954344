"""From a command to its decision: which events, if any, it means for the journey so far."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar, cast
from uuid import UUID

from domain.allowed_dates import or_earlier, or_later
from domain.errors import InvalidValue
from domain.events import Event
from domain.journey import (
    agreements,
    alerts,
    allies,
    answers,
    assessments,
    coaches,
    coaching,
    consents,
    contacts,
    course,
    endings,
    feedback,
    gaps,
    insights,
    intake,
    learning,
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
from domain.journey.aggregate import Journey, Line, after, made_of
from domain.journey.commands import corrections, experiment_outcomes, experiments
from domain.journey.commands.catalogue import ClockCommand, Telling
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.events.catalogue import JourneyFact
from domain.journey.forms import Fact, Wish
from domain.journey.start import StartJourney

Command = Telling | CorrectEntry | RetractEntry
"""What people may ask for."""

W = TypeVar("W", bound=Wish)
Decision = Callable[[Journey, Any], list[Fact]]


def _on(wish: type[W], decision: Callable[[Journey, W], list[Fact]]) -> tuple[type[Wish], Decision]:
    return wish, decision


DECISIONS: Mapping[type[Wish], Decision] = dict(
    (
        _on(start.StartJourney, start.start),
        _on(start.DeclareCondition, start.declare_condition),
        _on(course.SetTrack, course.set_track),
        _on(course.AdjustPlan, course.adjust),
        _on(course.EmphasisePhase, course.emphasise),
        _on(course.SwitchGame, course.switch_game),
        _on(endings.RecordEnding, endings.record),
        _on(endings.PlanAfterCare, endings.plan_after_care),
        _on(intake.AgreeIntake, intake.agree),
        _on(intake.AnswerQuestions, intake.answer),
        _on(vision.NameValue, vision.name_value),
        _on(vision.DecodeDream, vision.decode),
        _on(vision.SketchIdeal, vision.sketch),
        _on(vision.SeeQuality, vision.see),
        _on(stories.RecordStory, stories.record),
        _on(stories.SetGoal, stories.set_goal),
        _on(stories.ReachGoal, stories.reach),
        _on(stories.FinishReflection, stories.reflect),
        _on(assessments.NoteAssessment, assessments.note),
        _on(insights.NameInsight, insights.name),
        _on(pulses.RateEnergy, pulses.rate_energy),
        _on(pulses.RateTrust, pulses.rate_trust),
        _on(roles.DiscoverRole, roles.discover),
        _on(roles.JudgeRole, roles.judge),
        _on(roles.BlockRole, roles.block),
        _on(roles.ParkRole, roles.park),
        _on(roles.ReopenRole, roles.reopen),
        _on(opinions.ScoreRole, opinions.score),
        _on(opinions.DisputeOdds, opinions.dispute),
        _on(market.NoteMarketSignal, market.note_signal),
        _on(market.NoteLead, market.note_lead),
        _on(contacts.AddContact, contacts.add),
        _on(allies.InviteAlly, allies.invite),
        _on(allies.MakeIntroduction, allies.introduce),
        _on(experiments.PlanExperiment, experiments.plan),
        _on(experiment_outcomes.RunExperiment, experiment_outcomes.run),
        _on(experiment_outcomes.CancelExperiment, experiment_outcomes.cancel),
        _on(experiment_outcomes.RefuseExperiment, experiment_outcomes.refuse),
        _on(experiment_outcomes.DropExperiment, experiment_outcomes.drop),
        _on(experiment_outcomes.ConcludeExperiment, experiment_outcomes.conclude),
        _on(pitches.MakeVisible, pitches.show),
        _on(pitches.RevisePitch, pitches.revise),
        _on(pitches.NotePapersSent, pitches.send),
        _on(pitches.TryPitch, pitches.attempt),
        _on(learning.RecordEvidence, learning.record),
        _on(learning.NameCriterion, learning.name_criterion),
        _on(gaps.DecideGap, gaps.decide),
        _on(gaps.CloseGap, gaps.close),
        _on(answers.RecordAnswer, answers.answer),
        _on(answers.RecordSilence, answers.silence),
        _on(answers.PlanFollowUp, answers.follow_up),
        _on(answers.NoteFollowUpDue, answers.fall_due),
        _on(feedback.RequestFeedback, feedback.request),
        _on(feedback.ReceiveFeedback, feedback.receive),
        _on(refusals.AgreeFeedback, refusals.agree),
        _on(refusals.PauseAfterRefusal, refusals.pause),
        _on(refusals.ConcludeRefusal, refusals.conclude),
        _on(refusals.KeepOnFile, refusals.keep),
        _on(refusals.ExpireKeptOnFile, refusals.expire),
        _on(weeks.PlanWeek, weeks.plan),
        _on(weeks.ReviewWeek, weeks.review),
        _on(weeks.DeclareRest, weeks.rest),
        _on(weeks.TurnWeek, weeks.turn),
        _on(suggestions.OfferSuggestions, suggestions.offer),
        _on(coaches.AssignCoach, coaches.assign),
        _on(coaches.SetStance, coaches.set_stance),
        _on(coaching.HoldCheckIn, coaching.hold),
        _on(notes.WriteNote, notes.write),
        _on(notes.ShareNote, notes.share),
        _on(agreements.MakeCommitment, agreements.commit),
        _on(agreements.SettleCommitment, agreements.settle),
        _on(agreements.SetChallenge, agreements.challenge),
        _on(agreements.AnswerChallenge, agreements.answer),
        _on(quests.OfferQuest, quests.offer),
        _on(quests.TakeQuest, quests.take),
        _on(quests.DeclineQuest, quests.decline),
        _on(alerts.AcknowledgeAlert, alerts.acknowledge),
        _on(alerts.SnoozeAlert, alerts.snooze),
        _on(alerts.OpenAlert, alerts.open_alert),
        _on(alerts.CloseAlert, alerts.close_alert),
        _on(sight.GrantSight, sight.grant),
        _on(sight.WithdrawSight, sight.withdraw),
        _on(sight.ExpireSight, sight.expire),
        _on(consents.GiveConsent, consents.give),
        _on(consents.WithdrawConsent, consents.withdraw),
        _on(consents.ExpireConsent, consents.expire),
    )
)
"""Every command but corrections, with the decision that gives it its meaning."""


def decide(
    journey: Journey, command: Command | ClockCommand, today: date, by: UUID | None = None
) -> list[Event]:
    """The events a command means. An empty list means "already so"; what is not allowed raises a `DomainError`.

    `today` is the date in the journey's time zone: nothing can have happened after it. `by` is who asks: people correct
    only what they told themselves.
    """
    if not isinstance(command, StartJourney):
        _within(command.happened_on, journey.started.fact.happened_on)
    if command.happened_on > today:
        raise InvalidValue("This lies in the future.", field="happened_on", allowed=or_earlier(today))
    # The decisions speak of facts; every fact of this package is an event.
    return cast("list[Event]", _decide(journey, command, today, by))


def decide_all(
    journey: Journey, commands: Sequence[Command | ClockCommand], today: date, by: UUID | None = None
) -> list[list[Event]]:
    """The events of several commands, each decided on what the ones before it made of the journey."""
    decided: list[list[Event]] = []
    for command in commands:
        events = decide(journey, command, today, by)
        journey = after(journey, [Line(event, by) for event in events])
        decided.append(events)
    return decided


def _within(happened_on: date, started_on: date) -> None:
    if happened_on < started_on:
        raise InvalidValue("This lies before the journey.", field="happened_on", allowed=or_later(started_on))


def _decide(journey: Journey, command: Command | ClockCommand, today: date, by: UUID | None) -> list[Fact]:
    match command:
        case CorrectEntry():

            def tells(facts: Iterable[JourneyFact], restated: Telling) -> list[JourneyFact]:
                return cast("list[JourneyFact]", decide(made_of(facts), restated, today, by))

            return corrections.correct(journey, command, tells, by)
        case RetractEntry():
            return corrections.retract(journey, command, by)
        case _:
            return DECISIONS[type(command)](journey, command)
