"""A difference in sentences for a coach: words before numbers, the most important first."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from uuid import UUID

from domain.messages import (
    JoinedList,
    Message,
    MonthDay,
    Percentage,
    capitalize_first,
    translatable,
    translatable_plural,
)
from projections.difference.most_moved import most_moved_role
from projections.difference.summary_details import detail_sentences
from projections.difference.view import Difference, FocusChange, RoleChange, RoleOrder, RolesChange
from projections.learning_model.first_place import NewFirst, new_first
from projections.learning_model.focus import Quadrant
from projections.learning_model.potential_order import printed_change
from projections.learning_model.promise_attribution import PromiseAttribution, PromiseMove
from projections.learning_model.wording import ENGLISH_WORDS, round_half_up
from projections.phrases import REACH_PHRASES, approximate_number, step_phrase

MOVED_FROM_POINTS = 2
"""Points of promise, as printed, from which a role counts as moved."""

SHIFTED_FROM_ROLES = 0.3
"""Effective roles from which the choice counts as wider or narrower."""

_SOME = 0.3
"""Effective roles from which there is a choice to mention."""

_QUADRANT: Mapping[Quadrant, Message] = MappingProxyType(
    {
        "fog": translatable("a narrow search and no favourite"),
        "tunnel": translatable("a favourite, in a narrow search"),
        "exploring": translatable("a broad search, and still open"),
        "sharp": translatable("a broad search, with a favourite"),
    }
)


def difference_sentences(difference: Difference) -> tuple[Message, ...]:
    """The difference in sentences, one idea each; at least one."""
    sentences = (
        *_order(difference),
        *_focus(difference.focus),
        *_came_and_went(difference.roles),
        *(_role(one) for one in difference.roles.changes if _tells(one)),
        *_untold_change(difference),
        *_movers(difference.movers),
        *detail_sentences(difference),
    )
    return sentences or (translatable("Nothing changed."),)


def _order(difference: Difference) -> Iterator[Message]:
    """Who leads now and did not before, by the printed potentials: none leads another that is printed alike."""
    active = [one for one in difference.roles.changes if one.after.place]
    was = {
        one.role_id: one.before.promise for one in difference.roles.changes if one.before and one.before.place
    }
    if was and not active:
        yield translatable("No role is active any more.")
    elif active and not was:
        yield translatable("%(role)s is now in the lead.", role=capitalize_first(active[0].title))
    elif first := new_first(was, {one.role_id: one.after.promise for one in active}):
        yield _leads(first, {one.role_id: one.title for one in difference.roles.changes}, difference.order)


def _leads(first: NewFirst, titles: Mapping[UUID, str], order: RoleOrder) -> Message:
    role, led = capitalize_first(titles[first.role_id]), order.leader_before
    if first.level_with:
        return translatable(
            "%(role)s and %(other)s are level at the top.", role=role, other=titles[first.level_with]
        )
    if led is None or led.role_id == first.role_id:
        return translatable("%(role)s is now in the lead.", role=role)
    return translatable("%(role)s is now in the lead, ahead of %(before)s.", role=role, before=led.title)


def _focus(focus: FocusChange) -> Iterator[Message]:
    before, now = approximate_number(focus.effective_before), approximate_number(focus.effective)
    shifted = abs(focus.effective - focus.effective_before) >= SHIFTED_FROM_ROLES
    if shifted and now != before and focus.effective >= _SOME:
        yield _choosing(now, before if focus.effective_before >= _SOME else None)
    if focus.quadrant and focus.quadrant_before and focus.quadrant != focus.quadrant_before:
        yield translatable(
            "Focus and range: %(now)s; before: %(before)s.",
            now=_QUADRANT[focus.quadrant],
            before=_QUADRANT[focus.quadrant_before],
        )


def _choosing(now: Message, before: Message | None) -> Message:
    match now == approximate_number(1), before:
        case True, None:
            return translatable("In effect settled on one role.")
        case True, Message():
            return translatable("In effect settled on one role, was %(before)s.", before=before)
        case _, None:
            return translatable("In effect choosing between %(now)s roles.", now=now)
        case _:
            return translatable(
                "In effect choosing between %(now)s roles, was %(before)s.", now=now, before=before
            )


def _came_and_went(roles: RolesChange) -> Iterator[Message]:
    for left in roles.left:
        yield _left(left.standing, left.title, left.reason or "")
    if roles.back:
        yield translatable("Active again: %(roles)s.", roles=JoinedList([one.title for one in roles.back]))
    in_play = [one.title for one in roles.entered if one.standing == "in_play"]
    if in_play:
        yield translatable("New on the list: %(roles)s.", roles=JoinedList(in_play))
    for one in roles.entered:
        if one.standing != "in_play":
            yield _came_and_left(one.standing, one.title, one.reason or "")


def _left(standing: str, role: str, reason: str) -> Message:
    if standing == "blocked":
        return translatable("Ruled out: %(role)s (%(reason)s).", role=role, reason=reason)
    if not reason:
        return translatable("Let go: %(role)s.", role=role)
    return translatable("Parked: %(role)s (%(reason)s).", role=role, reason=reason)


def _came_and_left(standing: str, role: str, reason: str) -> Message:
    if standing == "blocked":
        return translatable("New, then ruled out: %(role)s (%(reason)s).", role=role, reason=reason)
    if not reason:
        return translatable("New, then let go: %(role)s.", role=role)
    return translatable("New, then parked: %(role)s (%(reason)s).", role=role, reason=reason)


def _tells(change: RoleChange) -> bool:
    """True if the change of a role in play is worth a sentence."""
    if change.standing != "in_play":
        return False
    if change.before is None:
        return change.evidence > 0
    moved = change.evidence > 0 and (
        abs(printed_change(change.before.promise, change.after.promise)) >= MOVED_FROM_POINTS
    )
    return moved or change.appeal_word_changed or change.reach_word_changed


def _untold_change(difference: Difference) -> Iterator[Message]:
    """What a headline tells of, where the sentences on roles pass it by: a small change of the potential."""
    most = most_moved_role(difference)
    if most is None or most.before is None or _tells(most):
        return
    yield translatable(
        "Potential of %(role)s: %(before)s before, %(now)s now.",
        role=capitalize_first(most.title),
        before=round_half_up(most.promise_before),
        now=round_half_up(most.after.promise),
    )
    weighed_alike = all(one.direction == "hardly" for one in difference.criteria)
    if not most.evidence and not difference.movers and weighed_alike:
        yield translatable("Nothing new was heard, so older evidence counts less.")


def _role(change: RoleChange) -> Message:
    faded = change.before is not None and not change.evidence
    role, appeal, reach = capitalize_first(change.title), _appeal(change), _reach(change)
    if faded:
        return translatable(
            "%(role)s: %(appeal)s, %(reach)s. Nothing new was heard, so older evidence counts less.",
            role=role,
            appeal=appeal,
            reach=reach,
        )
    return translatable("%(role)s: %(appeal)s, %(reach)s.", role=role, appeal=appeal, reach=reach)


def _appeal(change: RoleChange) -> Message:
    before, after = change.before, change.after
    now = translatable(
        "%(word)s (%(appeal)s\u00a0±\u00a0%(spread)s)",
        word=ENGLISH_WORDS[after.appeal_word],
        appeal=round_half_up(after.appeal),
        spread=round_half_up(after.spread),
    )
    if before is None:
        return now
    if change.appeal_word_changed:
        return translatable(
            "%(now)s, was %(word)s (%(appeal)s)",
            now=now,
            word=ENGLISH_WORDS[before.appeal_word],
            appeal=round_half_up(before.appeal),
        )
    return translatable("still %(now)s", now=now)


def _reach(change: RoleChange) -> Message:
    before, after = change.before, change.after
    chances, now = REACH_PHRASES[after.reach_word], Percentage(after.reach)
    if before is None or not printed_change(100 * before.reach, 100 * after.reach):
        return translatable("%(chances)s (%(now)s)", chances=chances, now=now)
    was = Percentage(before.reach)
    if change.reach_word_changed:
        word = ENGLISH_WORDS[before.reach_word]
        return translatable(
            "%(chances)s (%(now)s; was %(word)s, %(was)s)", chances=chances, now=now, word=word, was=was
        )
    return translatable("%(chances)s (%(now)s, was %(was)s)", chances=chances, now=now, was=was)


def _movers(movers: Sequence[PromiseAttribution]) -> Iterator[Message]:
    sentences = [_moved(one) for one in movers if _points_of(one) >= MOVED_FROM_POINTS or _found(one)]
    if sentences:
        yield translatable("Biggest changes: %(steps)s.", steps=JoinedList(sentences))


def _moved(move: PromiseAttribution) -> Message:
    moves = [_points(move, one) for one in move.roles if one.points][:1]
    if found := [one.title for one in _found(move)]:
        moves.append(translatable("added %(roles)s", roles=JoinedList(found)))
    if move.replied_on:
        return translatable(
            "%(step)s on %(day)s, with its reply of %(replied)s (%(moves)s)",
            step=step_phrase(move.kind, move.role),
            day=MonthDay(move.on),
            replied=MonthDay(move.replied_on),
            moves=JoinedList(moves),
        )
    return translatable(
        "%(step)s on %(day)s (%(moves)s)",
        step=step_phrase(move.kind, move.role),
        day=MonthDay(move.on),
        moves=JoinedList(moves),
    )


def _points_of(move: PromiseAttribution) -> int:
    return sum(abs(one.points) for one in move.roles)


def _found(move: PromiseAttribution) -> list[PromiseMove]:
    return [one for one in move.roles if one.promise_before is None]


def _points(move: PromiseAttribution, role: PromiseMove) -> Message:
    up, points = role.points > 0, abs(role.points)
    if role.title == move.role:
        return (
            translatable_plural("up %(count)s point", "up %(count)s points", points)
            if up
            else translatable_plural("down %(count)s point", "down %(count)s points", points)
        )
    return (
        translatable_plural(
            "%(role)s up %(count)s point", "%(role)s up %(count)s points", points, role=role.title
        )
        if up
        else translatable_plural(
            "%(role)s down %(count)s point", "%(role)s down %(count)s points", points, role=role.title
        )
    )
