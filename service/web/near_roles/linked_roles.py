"""Which of a client's roles are in the atlas, and which occupations she knows already."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.roles import (
    Role,
    RoleKept,
    RolePassed,
    RolesSlice,
)
from domain.redacted import is_readable
from domain.text import name_key
from domain.vocabulary import PASSED_DAYS, Distance, Language
from service.atlas.views import Occupation
from service.localization.locales import DEFAULT_LANGUAGE, parse_language


class LinkedRole(Struct, frozen=True, kw_only=True):
    """A role on the list that is in the atlas."""

    role_id: UUID
    title: str
    distance: Distance
    isco_group: str
    occupation_id: str | None
    """None where only the group is known."""


def chosen_roles(journey: Journey) -> RolesSlice:
    """The roles without those that were brought up and that nobody kept or worked on yet: those are not hers."""
    worked_on = _worked_on(journey)
    return {
        role_id: role
        for role_id, role in journey.roles.items()
        if role_id in worked_on
        or isinstance(role.answer, RoleKept)
        or not (role.waits or role.source.kind == "coach")
    }


def language_of(journey: Journey) -> Language:
    """The client's language, whoever reads."""
    plan = journey.course.plan
    locale = (plan.locale if plan else None) or journey.started.event.locale
    return parse_language(locale) or DEFAULT_LANGUAGE


def linked_roles(roles: RolesSlice, *, aside: bool = False) -> tuple[LinkedRole, ...]:
    """The roles in play that are linked to the atlas and may be read, in the order they came; `aside` adds the others."""
    return tuple(
        LinkedRole(
            role_id=role_id,
            title=role.title,
            distance=role.distance,
            isco_group=role.link.isco_group,
            occupation_id=role.link.occupation_id,
        )
        for role_id, role in roles.items()
        if role.link and (_is_on_list(role) or (aside and is_readable(role.title)))
    )


def ruled_out_roles(journey: Journey) -> tuple[LinkedRole, ...]:
    """The linked roles that a limit of hers rules out."""
    blocked = {role_id for role_id, role in journey.roles.items() if role.standing == "blocked"}
    return tuple(one for one in linked_roles(journey.roles, aside=True) if one.role_id in blocked)


def unlinked_roles(roles: RolesSlice) -> tuple[tuple[UUID, str], ...]:
    """The roles in play that nobody looked up in the atlas yet."""
    return tuple(
        (role_id, role.title) for role_id, role in roles.items() if role.link is None and _is_on_list(role)
    )


def known_occupations(journey: Journey, today: date) -> frozenset[str]:
    """The occupations that are not shown as new: those of her roles, and those let go in the last half year."""
    return frozenset(
        role.link.occupation_id for role in _known(journey, today) if role.link and role.link.occupation_id
    )


def is_on_list(journey: Journey, occupation: Occupation, today: date) -> bool:
    """Whether a role of hers goes by the name of this occupation, linked or not."""
    name = name_key(occupation.title.text)
    return any(name_key(role.title) == name for role in _known(journey, today))


def role_of_occupation(roles: RolesSlice, occupation: Occupation) -> UUID | None:
    """The role that is this occupation: by its link, else by its name."""
    linked = (
        role_id
        for role_id, role in roles.items()
        if role.link and role.link.occupation_id == occupation.occupation_id
    )
    name = name_key(occupation.title.text)
    called = (role_id for role_id, role in roles.items() if name_key(role.title) == name)
    return next(linked, next(called, None))


def _is_on_list(role: Role) -> bool:
    return role.standing == "in_play" and not isinstance(role.answer, RolePassed) and is_readable(role.title)


def _worked_on(journey: Journey) -> set[UUID | None]:
    return {one.planned.role_id for one in journey.experiments.values()}


def _known(journey: Journey, today: date) -> Iterator[Role]:
    """The roles that are hers or were answered, and the coach's tips, which are asked about elsewhere."""
    worked_on = _worked_on(journey)
    for role_id, role in journey.roles.items():
        if role_id in worked_on or not _may_return(role, today):
            yield role


def _may_return(role: Role, today: date) -> bool:
    """Whether the atlas may suggest it: half a year after it was let go, or at once if that was taken back."""
    answer = role.answer
    if role.waits and role.source.kind == "atlas" and answer is None:
        return True
    passed = isinstance(answer, RolePassed) and role.standing == "in_play"
    return passed and answer is not None and today >= answer.happened_on + timedelta(days=PASSED_DAYS)
