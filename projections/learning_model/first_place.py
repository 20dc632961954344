"""Which role comes first on two dates. Figures are compared as printed, so that no sentence says more than the page shows."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from projections.learning_model.potential_order import Potentials, places_in_order, printed_change


class NewFirst(Struct, frozen=True, kw_only=True):
    """A role that came first since the earlier date, alone or level with another."""

    role_id: UUID
    level_with: UUID | None


def new_first(before: Potentials, now: Potentials) -> NewFirst | None:
    """The role that is first now and was not before; None if there is none, or nothing was in play before.

    A newcomer is no finding while a role that was known moved: its place is no change of anybody's mind.
    """
    led, leads = _first(before), _first(now)
    if not (led and leads and _differ(led, leads)):
        return None
    came = [one for one in leads if one not in led]
    role_id = next((one for one in came if one in before), (came or leads)[0])
    if role_id not in before and any(printed_change(before[one], now[one]) for one in now if one in before):
        return None
    return NewFirst(role_id=role_id, level_with=next((one for one in leads if one != role_id), None))


def first_changed(before: Potentials, now: Potentials) -> bool:
    """Whether a role is first that was not, or alone that was level with another; or none is in play any more."""
    return _differ(_first(before), _first(now))


def _differ(led: Sequence[UUID], leads: Sequence[UUID]) -> bool:
    was, now = set(led), set(leads)
    return was != now and not (now < was and len(now) > 1)


def _first(potentials: Potentials) -> Sequence[UUID]:
    """The roles with the highest potential, which are several where it is printed alike."""
    first = [key for key, place in places_in_order(potentials).items() if place.number == 1]
    return sorted(first, key=lambda key: (-potentials[key], str(key)))
