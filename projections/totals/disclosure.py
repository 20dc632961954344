"""What of many journeys may be told: whole groups of five, rounded to fives, and no small part of them.

Every figure that is told to somebody who may not see the journeys behind it passes through here.
"""

from collections.abc import Container, Hashable, Iterable, Mapping
from typing import TypeVar
from uuid import UUID

GROUP_SIZE = 5
"""The smallest group that is told of; numbers are told in multiples of it."""

SHARE_FROM = 20
"""Numbers of which a share can be told when both are rounded."""

K = TypeVar("K", bound=Hashable)

JourneyGroup = tuple[UUID, ...]
"""Five journeys that count together or not at all."""


def form_groups(enrolments: Iterable[tuple[UUID, UUID]]) -> list[JourneyGroup]:
    """The groups of an organisation, from every enrolment (programme and journey) in the order of recording.

    A journey belongs to one group for good: with those that were first enrolled before and after it in the programme in
    which it was first enrolled. Later enrolments only add groups; those that wait for a fifth are in none.
    """
    placed = set[UUID]()
    waiting: dict[UUID, list[UUID]] = {}
    groups: list[JourneyGroup] = []
    for programme_id, journey_id in enrolments:
        if journey_id in placed:
            continue
        placed.add(journey_id)
        group = waiting.setdefault(programme_id, [])
        group.append(journey_id)
        if len(group) == GROUP_SIZE:
            groups.append(tuple(waiting.pop(programme_id)))
    return groups


def whole_groups(groups: Iterable[JourneyGroup], journeys: Container[UUID]) -> list[JourneyGroup]:
    """The groups of which all are among these journeys."""
    return [group for group in groups if all(one in journeys for one in group)]


def is_small(count: int) -> bool:
    """True for one to four: too few to be told. Zero, and five or more, are safe."""
    return 0 < count < GROUP_SIZE


def rounded(count: int) -> int:
    """The nearest multiple of five: what two such numbers differ by is nought, or five or more."""
    return (count + GROUP_SIZE // 2) // GROUP_SIZE * GROUP_SIZE


def rounded_share(part: int, whole: int) -> float:
    """A share from which no count can be computed that is not rounded; 0 where there is nothing."""
    return rounded(part) / rounded(whole) if rounded(whole) else 0.0


def telling_share(part: int, whole: int) -> float | None:
    """The share of a part that may be small; None of so few that rounding makes another of it: three of seven would be all."""
    return rounded_share(part, whole) if rounded(whole) >= SHARE_FROM else None


def shown_groups(counts: Mapping[K, int]) -> dict[K, int]:
    """The parts of a table that can be told, not rounded yet.

    With the small ones, the next smallest are hidden until five journeys are: else the sum would give the
    small ones away.
    """
    rising = sorted((key for key in counts if counts[key]), key=lambda key: (counts[key], str(key)))
    hidden = [key for key in rising if is_small(counts[key])]
    while hidden and is_small(sum(counts[key] for key in hidden)) and len(hidden) < len(rising):
        hidden.append(rising[len(hidden)])
    return {key: counts[key] for key in sorted(rising, key=str) if key not in hidden}


def rounded_groups(counts: Mapping[K, int]) -> dict[K, int]:
    """The parts of a table that can be told, as they are told."""
    return {key: rounded(count) for key, count in shown_groups(counts).items()}


def shown_parts(parts: Mapping[K, tuple[int, int]], others: tuple[int, int] = (0, 0)) -> frozenset[K]:
    """The rows of which both parts can be told: a part and the rest of the row, neither of them small.

    `others` are the parts of the rows that are not told of at all.

    With the small ones, the next smallest rows are hidden until the hidden parts come to none, or to five or more: else the
    sums would give them away.
    """
    rising = sorted(parts, key=lambda key: (sum(parts[key]), str(key)))
    hidden = {key for key in rising if any(map(is_small, parts[key]))}
    for key in rising:
        if not any(is_small(others[side] + sum(parts[one][side] for one in hidden)) for side in (0, 1)):
            break
        hidden.add(key)
    return frozenset(parts.keys() - hidden)
