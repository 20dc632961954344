"""What a coach reads of a difference: sentences, words before numbers, most important first."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from domain.messages import Listing, MonthDay, Sentence, Share, counted_sentence, sentence
from projections.difference.summary_details import found
from projections.difference.view import Difference, FocusChange, Order, RoleChange, Roles
from projections.learning_model.focus import Quadrant
from projections.learning_model.promise_attribution import PromiseMove, StepMove
from projections.learning_model.wording import ENGLISH, whole
from projections.phrases import TRIES, about, capital, step

MOVED = 2.0
"""Points of promise from which a role counts as moved."""

SHIFTED = 0.3
"""Effective roles from which the choice counts as wider or narrower."""

_POINT = 0.5
"""Less is no point when printed."""

_SOME = 0.3
"""Effective roles from which there is a choice to tell of."""

_QUADRANT: Mapping[Quadrant, Sentence] = MappingProxyType(
    {
        "fog": sentence("little met and no favourite"),
        "tunnel": sentence("a favourite but little met"),
        "exploring": sentence("widely met and open"),
        "sharp": sentence("widely met and focused"),
    }
)


def sentences(difference: Difference) -> tuple[Sentence, ...]:
    """The difference as a coach would tell it, one idea a sentence; never empty."""
    told = (
        *_order(difference.order),
        *_focus(difference.focus),
        *_came_and_went(difference.roles),
        *(_role(one) for one in difference.roles.changes if _tells(one)),
        *_movers(difference.movers),
        *found(difference),
    )
    return told or (sentence("Nothing changed."),)


def _order(order: Order) -> Iterator[Sentence]:
    if not order.leader_changed:
        return
    before, now = order.leader_before, order.leader
    if now is None:
        yield sentence("No role is in play any more.")
    elif before is None:
        yield sentence("%(role)s leads now.", role=capital(now.title))
    else:
        yield sentence(
            "%(role)s leads now, in place of %(before)s.", role=capital(now.title), before=before.title
        )


def _focus(focus: FocusChange) -> Iterator[Sentence]:
    before, now = about(focus.effective_before), about(focus.effective)
    shifted = abs(focus.effective - focus.effective_before) >= SHIFTED
    if shifted and now != before and focus.effective >= _SOME:
        yield _choosing(now, before if focus.effective_before >= _SOME else None)
    if focus.quadrant != focus.quadrant_before:
        yield sentence(
            "Focus and scope: %(now)s; before: %(before)s.",
            now=_QUADRANT[focus.quadrant],
            before=_QUADRANT[focus.quadrant_before],
        )


def _choosing(now: Sentence, before: Sentence | None) -> Sentence:
    match now == about(1), before:
        case True, None:
            return sentence("Effectively settled on one role.")
        case True, Sentence():
            return sentence("Effectively settled on one role, was %(before)s.", before=before)
        case _, None:
            return sentence("Effectively choosing between %(now)s roles.", now=now)
        case _:
            return sentence(
                "Effectively choosing between %(now)s roles, was %(before)s.", now=now, before=before
            )


def _came_and_went(roles: Roles) -> Iterator[Sentence]:
    for left in roles.left:
        yield _left(left.standing, left.title, left.reason or "")
    if roles.back:
        yield sentence("Back in play: %(roles)s.", roles=Listing([one.title for one in roles.back]))
    in_play = [one.title for one in roles.entered if one.standing == "in_play"]
    if in_play:
        yield sentence("Came into view: %(roles)s.", roles=Listing(in_play))
    for one in roles.entered:
        if one.standing != "in_play":
            yield _came_and_left(one.standing, one.title, one.reason or "")


def _left(standing: str, role: str, reason: str) -> Sentence:
    if standing == "blocked":
        return sentence("Blocked: %(role)s (%(reason)s).", role=role, reason=reason)
    return sentence("Parked: %(role)s (%(reason)s).", role=role, reason=reason)


def _came_and_left(standing: str, role: str, reason: str) -> Sentence:
    if standing == "blocked":
        return sentence("Came into view and was blocked: %(role)s (%(reason)s).", role=role, reason=reason)
    return sentence("Came into view and was parked: %(role)s (%(reason)s).", role=role, reason=reason)


def _tells(change: RoleChange) -> bool:
    """Is there something to tell of a role in play?"""
    if change.standing != "in_play":
        return False
    if change.before is None:
        return change.evidence > 0
    moved = change.evidence > 0 and abs(change.after.promise - change.before.promise) >= MOVED
    return moved or change.appeal_word_changed or change.reach_word_changed


def _role(change: RoleChange) -> Sentence:
    faded = change.before is not None and not change.evidence
    role, appeal, reach = capital(change.title), _appeal(change), _reach(change)
    if faded:
        return sentence(
            "%(role)s: %(appeal)s, %(reach)s; nothing new was heard, the old evidence fades.",
            role=role,
            appeal=appeal,
            reach=reach,
        )
    return sentence("%(role)s: %(appeal)s, %(reach)s.", role=role, appeal=appeal, reach=reach)


def _appeal(change: RoleChange) -> Sentence:
    before, after = change.before, change.after
    now = sentence(
        "%(word)s (%(appeal)s\u00a0±\u00a0%(spread)s)",
        word=ENGLISH[after.appeal_word],
        appeal=whole(after.appeal),
        spread=whole(after.spread),
    )
    if before is None:
        return now
    if change.appeal_word_changed:
        return sentence(
            "%(now)s, was %(word)s (%(appeal)s)",
            now=now,
            word=ENGLISH[before.appeal_word],
            appeal=whole(before.appeal),
        )
    return sentence("still %(now)s", now=now)


def _reach(change: RoleChange) -> Sentence:
    before, after = change.before, change.after
    tries, now = TRIES[after.reach_word], Share(after.reach)
    if before is None or whole(100 * before.reach) == whole(100 * after.reach):
        return sentence("%(tries)s (%(now)s)", tries=tries, now=now)
    was = Share(before.reach)
    if change.reach_word_changed:
        word = ENGLISH[before.reach_word]
        return sentence(
            "%(tries)s (%(now)s; was %(word)s, %(was)s)", tries=tries, now=now, word=word, was=was
        )
    return sentence("%(tries)s (%(now)s, was %(was)s)", tries=tries, now=now, was=was)


def _movers(movers: Sequence[StepMove]) -> Iterator[Sentence]:
    told = [_moved(one) for one in movers if one.size >= MOVED or _found(one)]
    if told:
        yield sentence("Moved most: %(steps)s.", steps=Listing(told))


def _moved(move: StepMove) -> Sentence:
    moves = [_points(move, one) for one in move.roles if abs(one.by()) >= _POINT][:1]
    if found := [one.title for one in _found(move)]:
        moves.append(sentence("brought %(roles)s into view", roles=Listing(found)))
    return sentence(
        "%(step)s on %(day)s (%(moves)s)",
        step=step(move.kind, move.role),
        day=MonthDay(move.on),
        moves=Listing(moves),
    )


def _found(move: StepMove) -> list[PromiseMove]:
    return [one for one in move.roles if one.promise_before is None]


def _points(move: StepMove, role: PromiseMove) -> Sentence:
    up, points = role.by() > 0, whole(abs(role.by()))
    if role.title == move.role:
        return (
            counted_sentence("up %(count)s point", "up %(count)s points", points)
            if up
            else counted_sentence("down %(count)s point", "down %(count)s points", points)
        )
    return (
        counted_sentence(
            "%(role)s up %(count)s point", "%(role)s up %(count)s points", points, role=role.title
        )
        if up
        else counted_sentence(
            "%(role)s down %(count)s point", "%(role)s down %(count)s points", points, role=role.title
        )
    )
