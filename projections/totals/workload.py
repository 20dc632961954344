"""What each coach of a programme has to do, as it may be told: about five clients or more, and no small part of them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec import Struct

from projections.totals.disclosure import is_small, rounded, shown_groups, shown_parts

SESSION_DAYS = 28
"""Sessions of so many days are counted."""


class ClientOfCoach(Struct, frozen=True, kw_only=True):
    """One journey that goes on, as its coach's client."""

    coach_id: UUID | None
    without_session: bool
    """For two weeks or more, as the coach is told: not in a week off."""
    needs_someone: bool
    sessions: int
    """In four weeks, the deputy's included."""


class CoachWorkload(Struct, frozen=True, kw_only=True):
    """A coach's clients in numbers, rounded to fives; null means too few to be shown."""

    coach_id: UUID | None
    """Null for clients without a coach."""
    clients: int
    without_session: int | None
    """Clients who had no session for two weeks or more."""
    needs_someone: int | None
    """Clients with a reason to get in touch."""
    sessions: int | None
    """Sessions in four weeks; null if that could tell how few clients had one, or had none."""


def compute_workload(clients: Iterable[ClientOfCoach]) -> tuple[CoachWorkload, ...]:
    """The coaches with five clients or more, those with the most first."""
    found = list(clients)
    shown = shown_groups(Counter(one.coach_id for one in found))
    sessions = Counter[UUID | None]()
    for one in found:
        sessions[one.coach_id] += one.sessions
    silent = _parts(found, shown, [one for one in found if one.without_session])
    needing = _parts(found, shown, [one for one in found if one.needs_someone])
    met = Counter(one.coach_id for one in found if one.sessions)
    lines = (
        CoachWorkload(
            coach_id=key,
            clients=rounded(count),
            without_session=silent.get(key),
            needs_someone=needing.get(key),
            sessions=_told_sessions(sessions[key], met[key], count),
        )
        for key, count in shown.items()
    )
    return tuple(sorted(lines, key=lambda one: (-one.clients, str(one.coach_id))))


def _told_sessions(sessions: int, met: int, clients: int) -> int | None:
    """The sessions with so many of the clients. As many as clients say nothing about who had none."""
    many = rounded(sessions) >= rounded(clients)
    return None if is_small(met) or (is_small(clients - met) and not many) else rounded(sessions)


def _parts(
    clients: list[ClientOfCoach], shown: Mapping[UUID | None, int], part: list[ClientOfCoach]
) -> dict[UUID | None, int]:
    """How many of each coach's clients are in this part, where that can be told."""
    within = Counter(one.coach_id for one in part)
    both = {key: (within[key], count - within[key]) for key, count in shown.items()}
    told_of = [sum(side) for side in zip(*both.values(), strict=True)] or [0, 0]
    others = len(part) - told_of[0], len(clients) - len(part) - told_of[1]
    return {key: rounded(within[key]) for key in shown_parts(both, others)}
