"""Which role leads at the end of each week: one rule for every chart and story."""

from collections.abc import Sequence
from uuid import UUID

from projections.learning_model.potential_order import printed_change
from projections.learning_model.promise_series import PromisesOnDay, RolePromise


def leaders(series: Sequence[PromisesOnDay]) -> tuple[RolePromise | None, ...]:
    """Who leads on each day: the one that led before, until another is ahead in print or it is out of play."""
    found: list[RolePromise | None] = []
    for day in series:
        found.append(_lead(day, found[-1] if found else None))
    return tuple(found)


def promise_of(role_id: UUID, day: PromisesOnDay) -> RolePromise | None:
    """A role's promise on a day; None if it is not in play."""
    return next((one for one in day.roles if one.role_id == role_id), None)


def _lead(day: PromisesOnDay, before: RolePromise | None) -> RolePromise | None:
    first = next(iter(day.roles), None)
    held = promise_of(before.role_id, day) if before else None
    return held if first and held and not printed_change(held.promise, first.promise) else first
