"""The groups of a coach's desk, by what it does to the client: each client stands in exactly one."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, get_args

from domain.vocabulary import RULES_THAT_HURT, StuckRule

DeskGroup = Literal["care_first", "out_of_touch", "stuck", "ending", "news_only", "on_track"]
"""What a client needs of the coach, the most pressing first."""

DeskReason = StuckRule | Literal["after_care"]
"""Why a client needs the coach: an alert, or a question of aftercare that is due."""

GROUPS: tuple[DeskGroup, ...] = get_args(DeskGroup)
CARE_FIRST: DeskGroup = "care_first"
NEEDING: frozenset[DeskGroup] = frozenset({"care_first", "out_of_touch", "stuck", "ending"})
"""Those who need the coach."""
TODAY: frozenset[DeskGroup] = frozenset({CARE_FIRST})
"""Those who need the coach today: something hurts now. All else can wait until tomorrow."""

GROUP_OF_REASON: Mapping[DeskReason, DeskGroup] = MappingProxyType(
    {
        **dict.fromkeys(RULES_THAT_HURT, CARE_FIRST),
        "silence": "out_of_touch",
        "no_session": "out_of_touch",
        "coach_silent": "out_of_touch",
        "refusals_without_asking": "stuck",
        "plans_without_steps": "stuck",
        "steps_without_learning": "stuck",
        "tunnel": "stuck",
        "scatter": "stuck",
        "too_hopeful": "stuck",
        "programme_ending": "ending",
        "after_care": "ending",
    }
)


def group_of_reason(reason: DeskReason, *, ended: bool) -> DeskGroup:
    """The group that a reason leads to. Trust that fell before an ending hurts no coaching that goes on: it is not for today."""
    return "ending" if ended and reason == "trust_low" else GROUP_OF_REASON[reason]


def order_reasons(reasons: Iterable[DeskReason], *, ended: bool = False) -> tuple[DeskReason, ...]:
    """The reasons with the one that decides first; within a group as they came."""
    return tuple(sorted(reasons, key=lambda one: GROUPS.index(group_of_reason(one, ended=ended))))


def desk_group(
    reasons: tuple[DeskReason, ...], *, has_news: bool, resting: bool, ended: bool = False
) -> DeskGroup:
    """The first group that fits. `reasons` are in their order; in a week off none holds, and news can wait."""
    if resting:
        return "on_track"
    if reasons:
        return group_of_reason(reasons[0], ended=ended)
    return "news_only" if has_news else "on_track"
