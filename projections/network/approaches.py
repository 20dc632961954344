"""Results of approaches and of asking for feedback.

An unread application and a silence are kept apart from a refusal.
"""

from collections import Counter
from typing import Literal
from uuid import UUID

from domain.journey.events.answers import AnswerOrSilence, SilenceElapsed
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


def approach_counts(state: NetworkState) -> ApproachCounts:
    """The number of approaches by their last result; of one day the last recorded counts."""
    last = {word.experiment_id: word for word in sorted(state.words, key=lambda word: word.happened_on)}
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
    if word := last.get(step.experiment_id):
        return _said(word)
    awaits = isinstance(step, ExperimentRun) and state.plans[step.experiment_id].kind in KINDS_AWAITING_ANSWER
    return "waiting" if awaits else None


def _said(word: AnswerOrSilence) -> ApproachResult:
    if isinstance(word, SilenceElapsed):
        return "silence"
    match word.answer:
        case "rejected_unseen":
            return "unseen"
        case "rejected_after_interview":
            return "close" if word.close else "not_close"
        case _:
            return word.answer


def feedback_quality(state: NetworkState) -> FeedbackQuality:
    """How often the client asked for feedback, and how often it was useful or empty phrases."""
    usable = sum(one.usable for one in state.heard.values())
    return FeedbackQuality(asked=len(state.asked), usable=usable, empty=len(state.heard) - usable)
