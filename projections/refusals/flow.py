"""The six steps after a refusal: the status of each at a date, and which is next.

Events of any step about the approach count, such as a call that refers to it. The pause
and the change are recorded once per approach, so they count from its first refusal on;
asking and feedback count from the last. After a silence there is nobody to forgive: no
pause, no change and no knock are offered, but what was done is shown.
"""

from datetime import date, timedelta
from typing import Literal

from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested, PointsHeard
from domain.journey.events.refusals import FeedbackAgreed, RefusalConcluded, RefusalPaused
from domain.vocabulary import KNOCK_DAYS, ApproachAnswer
from projections.approaches.knocks import knocked_on, last_day_to_ask, papers_on_file, planned_knock_on
from projections.refusals.refused_approach import RefusedApproach
from projections.refusals.view import (
    AskState,
    AskStep,
    ChangeStep,
    FeedbackState,
    FeedbackStep,
    KnockState,
    KnockStep,
    PauseStep,
    RefusalFlow,
    RefusalFlowStep,
)


def refusal_flow(case: RefusedApproach, on: date) -> RefusalFlow:
    """The six steps of one refused approach. `case` holds the journey up to the date `on`."""
    received = case.thread.events_of(FeedbackReceived, since=case.latest.happened_on)
    return RefusalFlow(
        pause=_pause(case),
        this_post_only=received[-1].this_post_only if received else True,
        ask=_ask(case, on),
        feedback=_feedback(case),
        change=_change(case),
        knock=_knock(case, on),
    )


def next_refusal_step(steps: RefusalFlow, on: date) -> RefusalFlowStep | None:
    """The first open step; a knock that is due goes first. A step that was passed over does not come back."""
    knock = steps.knock
    if knock.due and knock.due <= on:
        return "knock"
    if knock.state != "done" and (before := _before_the_change(steps)):
        return before
    if steps.change.state == "open":
        return "change"
    return "knock" if knock.due else None


def _before_the_change(steps: RefusalFlow) -> RefusalFlowStep | None:
    if steps.change.state in ("change", "nothing"):
        return None
    if steps.ask.state == "open":
        return "pause" if steps.pause.state == "open" else "ask"
    return "feedback" if steps.feedback.state == "waiting" else None


def _silent(case: RefusedApproach) -> bool:
    return isinstance(case.latest, SilenceElapsed)


def _pause(case: RefusedApproach) -> PauseStep:
    paused = case.thread.events_of(RefusalPaused)
    if paused:
        return PauseStep(state="skipped" if paused[-1].skipped else "taken", on=paused[-1].happened_on)
    return PauseStep(state="not_offered" if _silent(case) else "open", on=None)


def _ask(case: RefusedApproach, on: date) -> AskStep:
    asked = case.thread.events_of(FeedbackRequested, since=case.latest.happened_on)
    agreed = case.thread.events_of(FeedbackAgreed)
    by = None if _silent(case) else last_day_to_ask(case.latest.happened_on)
    state: AskState = "not_offered" if by is None else "open" if on <= by else "passed"
    return AskStep(
        state="asked" if asked else state,
        on=asked[0].happened_on if asked else None,
        asked_in=asked[0].experiment_id if asked else None,
        by=by,
        agreed_on=agreed[0].happened_on if agreed else None,
    )


def _feedback(case: RefusedApproach) -> FeedbackStep:
    since = case.latest.happened_on
    received = next(reversed(case.thread.events_of(FeedbackReceived, since=since)), None)
    asked = bool(case.thread.events_of(FeedbackRequested, since=since))
    points = received.points if received else None
    waiting: FeedbackState = "waiting" if asked else "none"
    return FeedbackStep(
        state=waiting if received is None else "usable" if received.usable else "empty",
        on=received.happened_on if received else None,
        competence=points.competence if points else None,
        requirements=points.requirements if points else None,
        well_qualified=points.well_qualified if points else None,
        self_presentation=points.self_presentation if points else None,
        heard=received.heard if received else PointsHeard(),
        via=received.via if received else None,
    )


def _change(case: RefusedApproach) -> ChangeStep:
    concluded = case.thread.events_of(RefusalConcluded)
    if concluded:
        last = concluded[-1]
        return ChangeStep(
            state="change" if last.change else "nothing", on=last.happened_on, change=last.change
        )
    return ChangeStep(state="not_offered" if _silent(case) else "open", on=None, change=None)


def _knock(case: RefusedApproach, on: date) -> KnockStep:
    after = case.latest.happened_on if _silent(case) else last_day_to_ask(case.latest.happened_on)
    done, planned, papers = (
        knocked_on(case.thread, after),
        planned_knock_on(case.thread, after),
        papers_on_file(case.thread),
    )
    usual = None if _silent(case) else case.latest.happened_on + timedelta(days=KNOCK_DAYS)
    due = None if done else planned or usual
    return KnockStep(
        state="done" if done else _not_yet(due, on, planned=planned is not None),
        due=due,
        on=done,
        answer=_last_word(case, done) if done else None,
        kept_on_file=papers is not None and papers.are_kept_on(on),
        kept_until=papers.until if papers else None,
    )


def _last_word(case: RefusedApproach, since: date) -> ApproachAnswer | Literal["silence"] | None:
    words = [one for one in case.thread.events if isinstance(one, AnswerReceived | SilenceElapsed)]
    by_day = sorted([*case.thread.told_again, *words], key=lambda one: one.happened_on)
    last = next((one for one in reversed(by_day) if one.happened_on >= since), None)
    return "silence" if isinstance(last, SilenceElapsed) else last.answer if last else None


def _not_yet(due: date | None, on: date, *, planned: bool) -> KnockState:
    if due is None:
        return "not_offered"
    if due <= on:
        return "due"
    return "planned" if planned else "ahead"
