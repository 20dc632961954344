"""Progress of a quest or badge: how many of how many needed, and the day of the last one needed."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct


class TaskProgress(Struct, frozen=True, kw_only=True):
    """How much is done of what is needed."""

    done: int
    """At most what is needed."""
    needed: int
    done_on: date | None
    """The day it was complete; later days do not change it."""


def task_progress(days: Iterable[date], needed: int) -> TaskProgress:
    """The progress of a task that needs so many events, given the day of each."""
    in_order = sorted(days)
    return TaskProgress(
        done=min(len(in_order), needed),
        needed=needed,
        done_on=in_order[needed - 1] if len(in_order) >= needed else None,
    )


def furthest_progress(ways: Iterable[Iterable[date]], needed: int) -> TaskProgress:
    """The progress of the way that was complete first; if none is, of the one that got furthest."""
    along = [task_progress(days, needed) for days in ways]
    return min(along, key=_first, default=task_progress((), needed))


def _first(one: TaskProgress) -> tuple[date, int]:
    return one.done_on or date.max, -one.done
