"""Roles: the kinds of work a client considers, how far away each is, and whether it is in play."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.evidence import Source
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C0, C1, PersonalText, SpecialText, StructuralBool, StructuralId
from domain.vocabulary import Distance


class RoleDiscovered(Event, frozen=True, kw_only=True, tag="RoleDiscovered"):
    """A role was discovered. It is new to the client unless it was on their own list."""

    label = translatable("a new role")
    creates = ("role",)

    role_id: StructuralId
    title: PersonalText
    distance: Annotated[Distance, C1]
    source: Source
    isco_group: Annotated[str | None, C0] = None
    waits: StructuralBool = False
    """Whether it is on the list only once the client keeps it or works on it: a tip of the coach, or what the atlas
    suggested and she let go at once."""


class RoleJudged(Event, frozen=True, kw_only=True, tag="RoleJudged"):
    """It was judged again how different a role is, from this date on."""

    label = translatable("how different a role is")
    part_of = ("role",)

    role_id: StructuralId
    distance: Annotated[Distance, C1]


class RoleBlocked(Event, frozen=True, kw_only=True, tag="RoleBlocked"):
    """A limit ruled a role out. It stays visible, with the reason."""

    label = translatable("that a role was ruled out")
    part_of = ("role",)

    role_id: StructuralId
    reason: SpecialText
    condition_id: Annotated[UUID | None, C1] = None


class RoleParked(Event, frozen=True, kw_only=True, tag="RoleParked"):
    """The client parked a role."""

    label = translatable("that a role was parked")
    part_of = ("role",)

    role_id: StructuralId
    reason: PersonalText


class RoleReopened(Event, frozen=True, kw_only=True, tag="RoleReopened"):
    """A parked or ruled-out role is active again."""

    label = translatable("that a role was reopened")
    part_of = ("role",)

    role_id: StructuralId


class RoleKept(Event, frozen=True, kw_only=True, tag="RoleKept"):
    """The client keeps a role that someone else brought up: it is on the list."""

    label = translatable("that a role was kept")
    part_of = ("role",)

    role_id: StructuralId


class RolePassed(Event, frozen=True, kw_only=True, tag="RolePassed"):
    """The client threw back a role that someone else brought up: it is not on the list until it is kept or worked on."""

    label = translatable("that a role was let go")
    part_of = ("role",)

    role_id: StructuralId


class RoleLinked(Event, frozen=True, kw_only=True, tag="RoleLinked"):
    """A role was found in the atlas: as one of its occupations, or as a group of them where it has none for it."""

    label = translatable("which occupation a role is")
    part_of = ("role",)

    role_id: StructuralId
    isco_group: Annotated[str, C0]
    occupation_id: Annotated[str | None, C1] = None


RoleStandingEvent = RoleBlocked | RoleParked | RoleReopened
RoleStanding = Literal["in_play", "blocked", "parked"]


class Role(Struct, frozen=True):
    """A role as decisions need it: title, distance, standing, where it came from, and the latest changes."""

    title: str
    distance: Distance
    judged_on: date
    changed_on: date
    standing: RoleStanding = "in_play"
    source: Source = Source(kind="own")
    """Who or what brought it up."""
    discovered_on: date = date.min
    answer: RoleKept | RolePassed | None = None
    """What the client last said to it, if someone else or the atlas brought it up."""
    waits: bool = False
    """Whether it was brought up to be kept first, and neither that was done since, nor was it judged or set aside."""
    link: RoleLinked | None = None
    """The occupation or group of the atlas that it was last said to be."""


RolesSlice = dict[UUID, Role]


RoleEvent = RoleDiscovered | RoleJudged | RoleStandingEvent | RoleKept | RolePassed | RoleLinked


def evolve(roles: RolesSlice, event: RoleEvent) -> RolesSlice:
    """Adds a role, changes the distance or standing of one, says whether it was kept, or which occupation it is."""
    return with_entry(roles, event.role_id, _role(roles, event))


def _role(roles: RolesSlice, event: RoleEvent) -> Role:
    match event:
        case RoleDiscovered():
            on = event.happened_on
            return Role(
                title=event.title,
                distance=event.distance,
                judged_on=on,
                changed_on=on,
                source=event.source,
                discovered_on=on,
                waits=event.waits,
            )
        case RoleJudged():
            judged = replace(roles[event.role_id], distance=event.distance, waits=False)
            return replace(judged, judged_on=event.happened_on)
        case RoleBlocked():
            return _standing(roles[event.role_id], "blocked", event)
        case RoleParked():
            return _standing(roles[event.role_id], "parked", event)
        case RoleReopened():
            return _standing(roles[event.role_id], "in_play", event)
        case RoleKept():
            return replace(roles[event.role_id], answer=event, waits=False)
        case RolePassed():
            return replace(roles[event.role_id], answer=event)
        case RoleLinked():
            return replace(roles[event.role_id], link=event)


def _standing(role: Role, standing: RoleStanding, event: RoleStandingEvent) -> Role:
    return replace(role, standing=standing, changed_on=event.happened_on, waits=False)


EVOLVERS = slice_evolvers("roles", evolve)
