"""Turns about what comes back: answers and silence, follow-ups, feedback, and care after a refusal."""

from datetime import timedelta
from uuid import UUID

from domain.journey.commands.answers import PlanFollowUp, RecordAnswer, RecordSilence
from domain.journey.commands.feedback import FourPointsInput, ReceiveFeedback, RequestFeedback
from domain.journey.commands.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import Experiment
from domain.vocabulary import KNOCK_DAYS, SILENCE_DAYS
from tests.random_journeys.random_journey import ANSWERS, APPROACHES, SAYINGS, SIGNALS, Life


def hear_answer(life: Life) -> UserCommand | None:
    waiting = approaches(life)
    if not waiting:
        return None
    experiment_id = life.one_of(list(waiting))
    on = life.day(waiting[experiment_id].on)
    answer = life.one_of(ANSWERS)
    heard_in = life.one_of(list(life.happened()))
    noted = life.journey.answers.received.get(experiment_id, ())
    if any((one.answer, one.happened_on) == (answer, on) for one in noted):
        return None
    return RecordAnswer(
        happened_on=on,
        experiment_id=experiment_id,
        answer=answer,
        close=life.happens(0.5) if answer == "rejected_after_interview" else None,
        also_heard=life.some(SIGNALS, 2),
        heard_in=life.maybe(heard_in, 0.2),
        note=life.maybe(life.one_of(SAYINGS)),
    )


def approaches(life: Life) -> dict[UUID, Experiment]:
    silent = life.journey.answers.silent
    return {
        key: one
        for key, one in life.journey.experiments.items()
        if one.stage == "run" and one.planned.kind in APPROACHES and key not in silent
    }


def hear_nothing(life: Life) -> UserCommand | None:
    last = life.today - timedelta(days=SILENCE_DAYS)
    received = life.journey.answers.received
    unanswered = [key for key, one in approaches(life).items() if key not in received and one.on <= last]
    if not unanswered:
        return None
    return RecordSilence(happened_on=life.today, experiment_id=life.one_of(unanswered))


def plan_follow_up(life: Life) -> UserCommand | None:
    happened = list(life.happened())
    if not happened:
        return None
    return PlanFollowUp(
        happened_on=life.today,
        follow_up_id=life.new("follow-up"),
        experiment_id=life.one_of(happened),
        due=life.today + timedelta(days=KNOCK_DAYS),
        what="knock again",
    )


def ask_why(life: Life) -> UserCommand | None:
    requested = life.journey.feedback.requested
    unasked = {key: one for key, one in life.happened().items() if key not in requested}
    if not unasked:
        return None
    experiment_id = life.one_of(list(unasked))
    return RequestFeedback(
        happened_on=life.day(unasked[experiment_id].on),
        experiment_id=experiment_id,
        channel=life.maybe("phone"),
    )


def hear_why(life: Life) -> UserCommand | None:
    feedback = life.journey.feedback
    waiting = sorted(feedback.requested - feedback.received.keys())
    if not waiting:
        return None
    usable = life.happens(0.6)
    points = FourPointsInput(competence="depth is there", self_presentation=life.maybe("start with the why"))
    return ReceiveFeedback(
        happened_on=life.today,
        experiment_id=life.one_of(waiting),
        usable=usable,
        points=points if usable else FourPointsInput(),
        this_post_only=life.happens(0.7),
        kept_on_file=life.maybe(life.happens(0.5)),
        note=life.maybe("we wish you luck"),
    )


def agree_feedback(life: Life) -> UserCommand | None:
    alive = {key: one for key, one in life.journey.experiments.items() if one.stage != "dropped"}
    experiment_id = life.any_of(alive.keys() - life.journey.refusals.agreed)
    if experiment_id is None:
        return None
    on = life.day(alive[experiment_id].planned.happened_on)
    return AgreeFeedback(happened_on=on, experiment_id=experiment_id)


def care_after_refusal(life: Life) -> UserCommand | None:
    refused = {key: on for key in life.ran() if (on := life.journey.answers.first_refused_on(key))}
    experiment_id = life.any_of(refused)
    if experiment_id is None:
        return None
    refusals = life.journey.refusals
    known = refusals.paused.get(experiment_id) or refusals.concluded.get(experiment_id)
    if life.happens(0.5):
        on = life.today if known else life.day(refused[experiment_id])
        return PauseAfterRefusal(happened_on=on, experiment_id=experiment_id, skipped=life.happens(0.3))
    change = life.maybe(life.one_of(SAYINGS))
    return ConcludeRefusal(happened_on=life.today, experiment_id=experiment_id, change=change)


def keep_on_file(life: Life) -> UserCommand | None:
    experiment_id = life.any_of(approaches(life))
    if experiment_id is None:
        return None
    until = life.today + timedelta(days=life.chance.randint(0, 60))
    return KeepOnFile(happened_on=life.today, experiment_id=experiment_id, until=until)
