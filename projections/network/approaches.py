"""Results of approaches and of asking for feedback.

An unread application and a silence are kept apart from a refusal.
"""

from collections import Counter
from typing import Literal
from uuid import UUID

from domain.journey.events.answers import INVITING_ANSWERS, AnswerOrSilence, AnswerReceived, SilenceElapsed
from domain.journey.events.experiments import ExperimentAttempt, ExperimentRefused, ExperimentRun
from domain.vocabulary import KINDS_AWAITING_ANSWER
from projections.network.state import NetworkState
from projections.network.view import ApproachCounts, FeedbackQuality

ApproachResult = Literal[
    "waiting",
    "invited",
    "second_round",
    "called_back",
    "offer",
    "unseen",
    "close",
    "not_close",
    "silence",
    "would_not_meet",
]


def invited_approaches(state: NetworkState) -> frozenset[UUID]:
    """The approaches that led to an invitation or an offer, whatever came after."""
    return frozenset(
        one.experiment_id
        for one in state.words
        if isinstance(one, AnswerReceived) and one.answer in INVITING_ANSWERS
    )


def approach_counts(state: NetworkState) -> ApproachCounts:
    """The number of approaches by their last result; of one day the last recorded counts."""
    last = {reply.experiment_id: reply for reply in sorted(state.words, key=lambda reply: reply.happened_on)}
    fates = Counter(fate for step in state.steps if (fate := _fate(state, step, last)))
    return ApproachCounts(
        made=fates.total(),
        waiting=fates["waiting"],
        invited=fates["invited"],
        second_round=fates["second_round"],
        called_back=fates["called_back"],
        offer=fates["offer"],
        unseen=fates["unseen"],
        close=fates["close"],
        not_close=fates["not_close"],
        silence=fates["silence"],
        would_not_meet=fates["would_not_meet"],
    )


def _fate(
    state: NetworkState, step: ExperimentAttempt, last: dict[UUID, AnswerOrSilence]
) -> ApproachResult | None:
    """The result of one step; None if it was no approach."""
    if isinstance(step, ExperimentRefused):
        return "would_not_meet"
    if reply := last.get(step.experiment_id):
        return _reply_result(reply)
    awaits = isinstance(step, ExperimentRun) and state.plans[step.experiment_id].kind in KINDS_AWAITING_ANSWER
    return "waiting" if awaits else None


def _reply_result(reply: AnswerOrSilence) -> ApproachResult:
    if isinstance(reply, SilenceElapsed):
        return "silence"
    match reply.answer:
        case "rejected_unseen":
            return "unseen"
        case "rejected_after_interview":
            return "close" if reply.close else "not_close"
        case _:
            return reply.answer


def feedback_quality(state: NetworkState) -> FeedbackQuality:
    """How often the client asked for feedback, and how often it was useful or empty phrases."""
    usable = sum(one.usable for one in state.heard.values())
    return FeedbackQuality(asked=len(state.asked), usable=usable, empty=len(state.heard) - usable)
