"""What a coach reads of a difference: sentences, words before numbers, most important first. English."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from projections.difference.found import found
from projections.difference.view import Difference, FocusChange, Order, RoleChange, Roles
from projections.focus import Quadrant
from projections.learning.phrases import TRIES, about, capital, day, listed, step
from projections.learning.promises import PromiseMove, StepMove
from projections.wording import ENGLISH, whole

MOVED = 2.0
"""Points of promise from which a role counts as moved."""

SHIFTED = 0.3
"""Effective roles from which the choice counts as wider or narrower."""

_POINT = 0.5
"""Less is no point when printed."""

_QUADRANT: Mapping[Quadrant, str] = MappingProxyType(
    {
        "fog": "little met and no favourite",
        "tunnel": "a favourite but little met",
        "exploring": "widely met and open",
        "sharp": "widely met and focused",
    }
)


def sentences(difference: Difference) -> tuple[str, ...]:
    """The difference as a coach would tell it, one idea a sentence; never empty."""
    told = (
        *_order(difference.order),
        *_focus(difference.focus),
        *_came_and_went(difference.roles),
        *(_role(one) for one in difference.roles.changes if _tells(one)),
        *_movers(difference.movers),
        *found(difference),
    )
    return told or ("Nothing changed.",)


def _order(order: Order) -> Iterator[str]:
    if not order.leader_changed:
        return
    before, now = order.leader_before, order.leader
    if now is None:
        yield "No role is in play any more."
    elif before is None:
        yield f"{capital(now.title)} leads now."
    else:
        yield f"{capital(now.title)} leads now, in place of {before.title}."


def _focus(focus: FocusChange) -> Iterator[str]:
    before, now = about(focus.effective_before), about(focus.effective)
    shifted = abs(focus.effective - focus.effective_before) >= SHIFTED
    if shifted and now not in {before, "no"}:
        was = "" if before == "no" else f", was {before}"
        choosing = "settled on one role" if now == "one" else f"choosing between {now} roles"
        yield f"Effectively {choosing}{was}."
    if focus.quadrant != focus.quadrant_before:
        yield f"Focus and scope: {_QUADRANT[focus.quadrant]}; before: {_QUADRANT[focus.quadrant_before]}."


def _came_and_went(roles: Roles) -> Iterator[str]:
    for left in roles.left:
        yield f"{capital(left.standing)}: {left.title} ({left.reason})."
    if roles.back:
        yield f"Back in play: {listed([one.title for one in roles.back])}."
    in_play = [one.title for one in roles.entered if one.standing == "in_play"]
    if in_play:
        yield f"Came into view: {listed(in_play)}."
    for one in roles.entered:
        if one.standing != "in_play":
            yield f"Came into view and was {one.standing}: {one.title} ({one.reason})."


def _tells(change: RoleChange) -> bool:
    """Is there something to tell of a role in play?"""
    if change.standing != "in_play":
        return False
    if change.before is None:
        return change.evidence > 0
    moved = change.evidence > 0 and abs(change.after.promise - change.before.promise) >= MOVED
    return moved or change.appeal_word_changed or change.reach_word_changed


def _role(change: RoleChange) -> str:
    faded = change.before is not None and not change.evidence
    why = "; nothing new was heard, the old evidence fades" if faded else ""
    return f"{capital(change.title)}: {_appeal(change)}, {_reach(change)}{why}."


def _appeal(change: RoleChange) -> str:
    before, after = change.before, change.after
    now = f"{ENGLISH[after.appeal_word]} ({whole(after.appeal)}\u00a0±\u00a0{whole(after.spread)})"
    if before is None:
        return now
    if change.appeal_word_changed:
        return f"{now}, was {ENGLISH[before.appeal_word]} ({whole(before.appeal)})"
    return f"still {now}"


def _reach(change: RoleChange) -> str:
    before, after = change.before, change.after
    now = _percent(after.reach)
    if before is None or _percent(before.reach) == now:
        was = ""
    elif change.reach_word_changed:
        was = f"; was {ENGLISH[before.reach_word]}, {_percent(before.reach)}"
    else:
        was = f", was {_percent(before.reach)}"
    return f"{TRIES[after.reach_word]} ({now}{was})"


def _percent(share: float) -> str:
    return f"{whole(100 * share)}\u00a0%"


def _movers(movers: Sequence[StepMove]) -> Iterator[str]:
    told = [f"{_what(one)} ({_moves(one)})" for one in movers if one.size >= MOVED or _found(one)]
    if told:
        yield f"Moved most: {listed(told)}."


def _what(move: StepMove) -> str:
    return f"{step(move.kind, move.role)} on {day(move.on)}"


def _moves(move: StepMove) -> str:
    up_or_down = [_points(move, one) for one in move.roles if abs(one.by()) >= _POINT]
    brought = [one.title for one in _found(move)]
    found_by = [f"brought {listed(brought)} into view"] if brought else []
    return listed([*up_or_down[:1], *found_by])


def _found(move: StepMove) -> list[PromiseMove]:
    return [one for one in move.roles if one.promise_before is None]


def _points(move: StepMove, role: PromiseMove) -> str:
    by, points = role.by(), whole(abs(role.by()))
    named = "" if role.title == move.role else f"{role.title} "
    return f"{named}{'up' if by > 0 else 'down'} {points} {'point' if points == 1 else 'points'}"
