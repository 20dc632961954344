"""The summary of a step that was just logged: that it counts, and what it moved."""

from datetime import date
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.events.weeks import monday_of
from projections.learning_model.attribution import RoleMove, experiment_move
from projections.learning_model.state import LearningState
from projections.learning_model.wording import round_half_up
from projections.profile.projection import PROFILE
from service.localization.translator import Translator

PROJECTIONS = (PROFILE,)
MIN_NOTABLE_MOVE = 1.0
"""Points of appeal, or hundredths of reach, from which a move is worth a line."""


def count_steps_this_week(journey: Journey, today: date) -> int:
    """How many steps took place in the week of a day."""
    monday = monday_of(today)
    return sum(one.stage == "run" and monday <= one.on <= today for one in journey.experiments.values())


def describe_moves(
    state: LearningState, experiment_id: UUID, on: date, translator: Translator
) -> tuple[str, ...]:
    """What a step moved, one sentence a role; nothing when it is not (any more) there."""
    if experiment_id not in state.steps:
        return ()
    return tuple(
        sentence
        for one in experiment_move(state, experiment_id, on).roles
        if (sentence := _move_sentence(one, translator)) is not None
    )


def _move_sentence(one: RoleMove, translator: Translator) -> str | None:
    if one.appeal_before is None or one.reach_before is None:
        return translator.gettext("%(role)s is on your list now.") % {"role": one.title}
    appeal = {
        "role": one.title,
        "before": round_half_up(one.appeal_before),
        "after": round_half_up(one.appeal),
    }
    reach = {
        "role": one.title,
        "before": translator.percent(one.reach_before),
        "after": translator.percent(one.reach),
    }
    likes = abs(one.appeal - one.appeal_before) >= MIN_NOTABLE_MOVE
    can = abs(one.reach - one.reach_before) * 100 >= MIN_NOTABLE_MOVE
    if likes and can:
        both = {**appeal, "then": reach["before"], "now": reach["after"]}
        return (
            translator.gettext(
                "%(role)s: appeal went from %(before)s to %(after)s, chances from %(then)s to %(now)s."
            )
            % both
        )
    if likes:
        return translator.gettext("%(role)s: appeal went from %(before)s to %(after)s.") % appeal
    if can:
        return translator.gettext("%(role)s: chances went from %(before)s to %(after)s.") % reach
    return None
