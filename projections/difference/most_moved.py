"""The role that changed most between two dates: one rule for every page."""

from projections.difference.view import Difference, RoleChange
from projections.learning_model.potential_order import printed_change


def most_moved_role(difference: Difference) -> RoleChange | None:
    """The active role whose printed potential changed most; None if none changed by a point.

    Of roles that changed as much, one that was known comes before a newcomer.
    """
    active = [one for one in difference.roles.changes if one.standing == "in_play"]
    most = max(active, key=lambda one: (abs(potential_change(one)), one.before is not None), default=None)
    return most if most and potential_change(most) else None


def potential_change(change: RoleChange) -> int:
    """By how much the printed potential changed since the first date, or since the role came up; 0 if it was not active then."""
    return 0 if was_aside(change) else printed_change(change.promise_before, change.after.promise)


def was_aside(change: RoleChange) -> bool:
    """Whether it was known on the first date, and not active."""
    return change.before is not None and change.before.place is None
