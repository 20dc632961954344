"""Which role comes first on two dates. Figures are compared as printed, so that no sentence tells more than the page shows."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from projections.learning_model.potential_order import Potentials, places_in_order, printed_change
from projections.learning_model.role_beliefs import RoleBelief, roles_in_play


class NewFirst(Struct, frozen=True, kw_only=True):
    """A role that came first since the earlier date, alone or level with another."""

    role_id: UUID
    title: str
    level_with: str | None
    """The title of another role that is first as well."""


def new_first(before: Mapping[UUID, RoleBelief], now: Mapping[UUID, RoleBelief]) -> NewFirst | None:
    """The role that is first now and was not before; None if there is none, or nothing was in play before.

    A newcomer is not told while a role that was known moved: its place is no change of anybody's mind.
    """
    was, is_ = _potentials(before), _potentials(now)
    led, leads = _first(was), _first(is_)
    came = [one for one in leads if one not in led]
    if not led or not (came or len(leads) == 1 < len(led)):
        return None
    role_id = next((one for one in came if one in before), (came or leads)[0])
    if role_id not in before and any(printed_change(was[one], is_[one]) for one in is_ if one in was):
        return None
    other = next((one for one in leads if one != role_id), None)
    titles = {key: one.events.discovered.title for key, one in now.items()}
    return NewFirst(role_id=role_id, title=titles[role_id], level_with=titles[other] if other else None)


def _potentials(believed: Mapping[UUID, RoleBelief]) -> Potentials:
    return {one.role_id: one.promise for one in roles_in_play(believed)}


def _first(potentials: Potentials) -> Sequence[UUID]:
    """The roles with the highest potential, which are several where it is printed alike."""
    first = [key for key, place in places_in_order(potentials).items() if place.number == 1]
    return sorted(first, key=lambda key: (-potentials[key], str(key)))
