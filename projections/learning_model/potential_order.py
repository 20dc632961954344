"""The order of roles by potential as it is printed: roles with the same printed potential are level."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.messages import Message, capitalize_first, translatable
from projections.learning_model.wording import round_half_up

_PLACES: Mapping[int, Message] = MappingProxyType(
    {
        1: translatable("first"),
        2: translatable("second"),
        3: translatable("third"),
        4: translatable("fourth"),
        5: translatable("fifth"),
        6: translatable("sixth"),
        7: translatable("seventh"),
        8: translatable("eighth"),
        9: translatable("ninth"),
        10: translatable("tenth"),
    }
)


class PlaceInOrder(Struct, frozen=True):
    """A role's place in the order, the highest potential being 1, and the roles that are level with it."""

    number: int
    level_with: tuple[UUID, ...] = ()


class OrderMove(Struct, frozen=True, kw_only=True):
    """A role whose own potential changed, and with it its place."""

    role_id: UUID
    before: PlaceInOrder
    now: PlaceInOrder
    passed: tuple[UUID, ...]
    """The roles that were level with it or above it, and are below it now."""


Potentials = Mapping[UUID, float]
"""Of roles in play, 0-100."""


def places_in_order(potentials: Potentials) -> dict[UUID, PlaceInOrder]:
    """The place of each role."""
    printed = {role_id: round_half_up(one) for role_id, one in potentials.items()}
    return {
        role_id: PlaceInOrder(
            number=1 + sum(other > own for other in printed.values()),
            level_with=tuple(key for key, other in printed.items() if other == own and key != role_id),
        )
        for role_id, own in printed.items()
    }


def order_move(before: Potentials, now: Potentials) -> OrderMove | None:
    """Of the roles that are known at both times, the one that moved most of those whose place changed by its own move."""
    known = [role_id for role_id in now if role_id in before]
    was = places_in_order({role_id: before[role_id] for role_id in known})
    places = places_in_order({role_id: now[role_id] for role_id in known})
    moves = {role_id: abs(printed_change(before[role_id], now[role_id])) for role_id in known}
    moved = [role_id for role_id in known if moves[role_id] and was[role_id] != places[role_id]]
    if not moved:
        return None
    most = min(moved, key=lambda role_id: (-moves[role_id], places[role_id].number, str(role_id)))
    return OrderMove(
        role_id=most,
        before=was[most],
        now=places[most],
        passed=tuple(
            key
            for key in known
            if was[key].number <= was[most].number and places[key].number > places[most].number
        ),
    )


def printed_change(before: float, now: float) -> int:
    """By how much a figure changed as it is printed, in whole points."""
    return round_half_up(now) - round_half_up(before)


def order_sentence(move: OrderMove, titles: Mapping[UUID, str]) -> Message:
    """The move in a sentence, and whether it is up or down; roles whose printed potentials are equal are level."""
    role, now = capitalize_first(titles[move.role_id]), place_in_words(move.now.number)
    joined = [key for key in move.now.level_with if key not in move.before.level_with]
    up = move.now.number < move.before.number
    if joined:
        other = titles[joined[0]]
        if up:
            return translatable("%(role)s moves up and is level with %(other)s now.", role=role, other=other)
        return translatable("%(role)s moves down and is level with %(other)s now.", role=role, other=other)
    if move.before.number == move.now.number:
        return translatable("%(role)s moves ahead of %(other)s.", role=role, other=titles[move.passed[0]])
    if move.now.level_with:
        other = titles[move.now.level_with[0]]
        if up:
            return translatable(
                "%(role)s moves up to %(place)s, level with %(other)s.", role=role, place=now, other=other
            )
        return translatable(
            "%(role)s moves down to %(place)s, level with %(other)s.", role=role, place=now, other=other
        )
    if move.before.level_with:
        if up:
            return translatable("%(role)s moves up to %(place)s.", role=role, place=now)
        return translatable("%(role)s moves down to %(place)s.", role=role, place=now)
    was = place_in_words(move.before.number)
    return translatable("%(role)s moves from %(before)s to %(place)s.", role=role, before=was, place=now)


def place_in_words(number: int) -> Message:
    """A place up to the tenth in words."""
    return _PLACES.get(number) or translatable("number %(number)s", number=number)
