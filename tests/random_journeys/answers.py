"""Turns about what comes back: answers and silence, follow-ups, feedback, and care after a refusal."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from domain.errors import InvalidOperation
from domain.journey.commands.answers import PlanFollowUp, RecordAnswer, RecordSilence
from domain.journey.commands.feedback import (
    FourPointsInput,
    PointsHeardInput,
    ReceiveFeedback,
    RequestFeedback,
)
from domain.journey.commands.offers import DeclineOffer
from domain.journey.commands.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import Experiment
from domain.vocabulary import KNOCK_DAYS, SILENCE_DAYS
from tests.random_journeys.random_journey import ANSWERS, APPROACHES, HEARD, SAYINGS, SIGNALS, JourneyDraft


def hear_answer(draft: JourneyDraft) -> UserCommand | None:
    waiting = approaches(draft)
    if not waiting:
        return None
    experiment_id = draft.one_of(list(waiting))
    on = draft.day(waiting[experiment_id].on)
    answer = draft.one_of(ANSWERS)
    heard_in = draft.one_of(list(draft.happened()))
    command = RecordAnswer(
        happened_on=on,
        experiment_id=experiment_id,
        answer=answer,
        close=draft.happens(0.5) if answer == "rejected_after_interview" else None,
        also_heard=draft.some(SIGNALS, 2),
        heard_in=draft.maybe(heard_in, 0.2),
        note=draft.maybe(draft.one_of(SAYINGS)),
    )
    with suppress(InvalidOperation):
        # Other details of an answer that is known are refused.
        draft.decided(command)
        return command
    return None


def approaches(draft: JourneyDraft) -> dict[UUID, Experiment]:
    silent = draft.journey.answers.silent
    return {
        key: one
        for key, one in draft.journey.experiments.items()
        if one.stage == "run" and one.planned.kind in APPROACHES and key not in silent
    }


def hear_nothing(draft: JourneyDraft) -> UserCommand | None:
    last = draft.today - timedelta(days=SILENCE_DAYS)
    received = draft.journey.answers.received
    unanswered = [key for key, one in approaches(draft).items() if key not in received and one.on <= last]
    if not unanswered:
        return None
    return RecordSilence(happened_on=draft.today, experiment_id=draft.one_of(unanswered))


def plan_follow_up(draft: JourneyDraft) -> UserCommand | None:
    happened = list(draft.happened())
    if not happened:
        return None
    return PlanFollowUp(
        happened_on=draft.today,
        follow_up_id=draft.new("follow-up"),
        experiment_id=draft.one_of(happened),
        due=draft.today + timedelta(days=KNOCK_DAYS),
        what="knock again",
    )


def ask_why(draft: JourneyDraft) -> UserCommand | None:
    requested = draft.journey.feedback.requested
    unasked = {key: one for key, one in draft.happened().items() if key not in requested}
    if not unasked:
        return None
    experiment_id = draft.one_of(list(unasked))
    return RequestFeedback(
        happened_on=draft.day(unasked[experiment_id].on),
        experiment_id=experiment_id,
        channel=draft.maybe("phone"),
    )


def hear_why(draft: JourneyDraft) -> UserCommand | None:
    feedback = draft.journey.feedback
    waiting = sorted(feedback.requested - feedback.received.keys())
    if not waiting:
        return None
    usable = draft.happens(0.6)
    points = FourPointsInput(competence="depth is there", self_presentation=draft.maybe("start with the why"))
    return ReceiveFeedback(
        happened_on=draft.today,
        experiment_id=draft.one_of(waiting),
        usable=usable,
        points=points if usable else FourPointsInput(),
        this_post_only=draft.happens(0.7),
        kept_on_file=draft.maybe(draft.happens(0.5)),
        note=draft.maybe("we wish you luck"),
        heard=heard_points(draft) if usable else PointsHeardInput(),
        via=draft.maybe("call"),
    )


def heard_points(draft: JourneyDraft) -> PointsHeardInput:
    return PointsHeardInput(
        competence=draft.maybe(draft.one_of(HEARD)), requirements=draft.maybe(draft.one_of(HEARD))
    )


def agree_feedback(draft: JourneyDraft) -> UserCommand | None:
    alive = {key: one for key, one in draft.journey.experiments.items() if one.stage != "dropped"}
    experiment_id = draft.any_of(alive.keys() - draft.journey.refusals.agreed)
    if experiment_id is None:
        return None
    on = draft.day(alive[experiment_id].planned.happened_on)
    return AgreeFeedback(happened_on=on, experiment_id=experiment_id)


def care_after_refusal(draft: JourneyDraft) -> UserCommand | None:
    refused = {key: days[0] for key in draft.ran() if (days := draft.journey.answers.refused_on(key))}
    experiment_id = draft.any_of(refused)
    if experiment_id is None:
        return None
    refusals = draft.journey.refusals
    known = refusals.paused.get(experiment_id) or refusals.concluded.get(experiment_id)
    if draft.happens(0.5):
        on = draft.today if known else draft.day(refused[experiment_id])
        return PauseAfterRefusal(happened_on=on, experiment_id=experiment_id, skipped=draft.happens(0.3))
    change = draft.maybe(draft.one_of(SAYINGS))
    return ConcludeRefusal(happened_on=draft.today, experiment_id=experiment_id, change=change)


def decline_offer(draft: JourneyDraft) -> UserCommand | None:
    waiting = {key: one for key, one in draft.journey.job_offers.items() if one.stage in ("open", "declined")}
    experiment_id = draft.any_of(waiting)
    if experiment_id is None:
        return None
    why = draft.maybe(draft.one_of(SAYINGS))
    return DeclineOffer(happened_on=draft.today, experiment_id=experiment_id, why=why)


def keep_on_file(draft: JourneyDraft) -> UserCommand | None:
    experiment_id = draft.any_of(approaches(draft))
    if experiment_id is None:
        return None
    until = draft.today + timedelta(days=draft.chance.randint(0, 60))
    return KeepOnFile(happened_on=draft.today, experiment_id=experiment_id, until=until)
