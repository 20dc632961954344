"""Approaches that papers went out with, and what came back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from domain.journey.events.answers import INVITING_ANSWERS, AnswerOrSilence, SilenceElapsed
from domain.journey.events.pitches import ApplicationSent
from projections.pitches.state import PitchesState
from projections.pitches.view import ReplyCounts, SentApproach


def replies_by_approach(replies: Iterable[AnswerOrSilence]) -> Mapping[UUID, Sequence[AnswerOrSilence]]:
    """The replies to each approach, by day."""
    found: dict[UUID, list[AnswerOrSilence]] = {}
    for one in sorted(replies, key=lambda reply: reply.happened_on):
        found.setdefault(one.experiment_id, []).append(one)
    return found


def sent_approaches(
    state: PitchesState,
    sent: Iterable[ApplicationSent],
    replies: Mapping[UUID, Sequence[AnswerOrSilence]],
) -> tuple[SentApproach, ...]:
    """The approaches that something went out with, the latest first; of one day, the last recorded first."""
    made = [one for each in sent for one in _approach(state, each, replies.get(each.experiment_id, ()))]
    return tuple(sorted(made, key=lambda one: one.on)[::-1])


def _approach(
    state: PitchesState, sent: ApplicationSent, replies: Sequence[AnswerOrSilence]
) -> Iterator[SentApproach]:
    """The approach that papers went out with; nothing if its step is not known on that day."""
    plan, run = state.plans.get(sent.experiment_id), state.runs.get(sent.experiment_id)
    if plan is None or run is None:
        return
    last = replies[-1] if replies else None
    yield SentApproach(
        experiment_id=sent.experiment_id,
        kind=plan.kind,
        on=run.happened_on,
        reply="silence" if isinstance(last, SilenceElapsed) else last.answer if last else None,
        invited=any(
            not isinstance(one, SilenceElapsed) and one.answer in INVITING_ANSWERS for one in replies
        ),
    )


def count_replies(approaches: Sequence[SentApproach]) -> ReplyCounts:
    """The number of approaches by what came back."""
    silent = sum(one.reply == "silence" for one in approaches)
    waiting = sum(one.reply is None for one in approaches)
    return ReplyCounts(
        sent=len(approaches),
        replied=len(approaches) - silent - waiting,
        invited=sum(one.invited for one in approaches),
        silent=silent,
        waiting=waiting,
    )
