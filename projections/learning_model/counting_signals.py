"""Which signals count towards the chances on a day.

That an organisation keeps the details on file counts until it says no to the same approach, unless that was close: after
any other no it softens the no, and does not outweigh it.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from domain.journey.events.answers import REFUSAL_ANSWERS
from domain.journey.events.counted_answers import CountedAnswers
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import steps_followed_up
from projections.learning_model.market_signals import counts_until, replaced_from
from projections.learning_model.state import LearningState


def counting_signals(state: LearningState, on: date) -> list[OddsSignalHeard]:
    """The signals that count towards the chances on a day, in the order of recording."""
    replaced = replaced_from(state)
    return [
        one
        for one in state.signals
        if one.happened_on <= on < counts_for_chances_until(one, replaced, state.counted)
    ]


def counts_for_chances_until(
    heard: OddsSignalHeard, replaced: Mapping[UUID, date], counted: CountedAnswers
) -> date:
    """The day from which a signal no longer counts towards the chances; the last of all days if it always does."""
    if heard.signal == "resource_bank":
        return _refused_from(heard, counted)
    return counts_until(heard, replaced)


def _refused_from(heard: OddsSignalHeard, counted: CountedAnswers) -> date:
    """The day of the first no that was not close, to the approach or one it goes back to; the last of all days without one."""
    steps = {one for one in (heard.answer_to, heard.source.id) if one}
    for step_id in tuple(steps):
        if plan := counted.follow_ups.get(step_id):
            steps.update(steps_followed_up(plan, counted.follow_ups))
    noes = (
        answer.happened_on
        for step_id in steps
        for answer in counted.by_step.get(step_id, ())
        if answer.answer in REFUSAL_ANSWERS and not answer.close
    )
    return min(noes, default=date.max)
