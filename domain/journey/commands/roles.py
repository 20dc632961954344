"""Roles: the kinds of work a client considers, how far away each is, and whether it is in play."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from domain.allowed_dates import on_or_after
from domain.command import Command, CommandPart, Rating, SentenceText, Title
from domain.errors import InvalidOperation, InvalidValue
from domain.event import Event
from domain.journey.events.evidence import AppealRated, Source, UserSourceKind
from domain.journey.events.roles import (
    RoleBlocked,
    RoleDiscovered,
    RoleJudged,
    RoleParked,
    RoleReopened,
    RolesSlice,
    RoleStanding,
)
from domain.vocabulary import Distance

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


IscoGroup = Annotated[str, Meta(pattern=r"^[0-9]{1,4}$", description="An ISCO-08 group, such as 2221.")]


class NewRoleInput(CommandPart, frozen=True, kw_only=True):
    """A role that comes into view by the way."""

    role_id: UUID
    title: Title
    distance: Distance
    isco_group: IscoGroup | None = None


class DiscoverRole(Command, frozen=True, kw_only=True, tag="DiscoverRole"):
    """Put a role on the list: one's own idea or imagined at the intake, heard of somewhere, found in the atlas."""

    role_id: UUID
    title: Title
    distance: Distance
    found: UserSourceKind = "own"
    found_in: UUID | None = None
    isco_group: IscoGroup | None = None
    starting_appeal: Rating | None = None


class JudgeRole(Command, frozen=True, kw_only=True, tag="JudgeRole"):
    """Judge anew how far away a role is."""

    role_id: UUID
    distance: Distance


class BlockRole(Command, frozen=True, kw_only=True, tag="BlockRole"):
    """Rule a role out by a hard condition."""

    role_id: UUID
    reason: SentenceText
    condition_id: UUID | None = None


class ParkRole(Command, frozen=True, kw_only=True, tag="ParkRole"):
    """Lay a role aside."""

    role_id: UUID
    reason: SentenceText


class ReopenRole(Command, frozen=True, kw_only=True, tag="ReopenRole"):
    """Bring a blocked or parked role back into play."""

    role_id: UUID


def handle_discover_role(journey: "Journey", wish: DiscoverRole) -> list[Event]:
    """Discover once; a starting appeal is imagined, so it belongs to roles the client brought along."""
    source = journey.source(wish.found, wish.found_in, field="found_in")
    new = NewRoleInput(
        role_id=wish.role_id, title=wish.title, distance=wish.distance, isco_group=wish.isco_group
    )
    if wish.starting_appeal is not None and wish.found not in ("intake", "own"):
        raise InvalidValue(
            "A starting appeal is what the client imagined; after a discovery the experiment's rating says it.",
            field="starting_appeal",
            allowed="no starting appeal, or found: intake or own",
        )
    facts = role_discovery_events(
        titles_by_role(journey.roles), new, source, wish.happened_on, field="role_id"
    )
    if facts and wish.starting_appeal is not None:
        imagined = AppealRated(
            happened_on=wish.happened_on,
            role_id=wish.role_id,
            rating=wish.starting_appeal,
            source=Source(kind="intake"),
        )
        facts.append(imagined)
    return facts


def titles_by_role(roles: RolesSlice) -> dict[UUID, str]:
    """The roles on the list, by their titles."""
    return {role_id: role.title for role_id, role in roles.items()}


def role_discovery_events(
    known: Mapping[UUID, str], new: NewRoleInput, source: Source, on: date, *, field: str
) -> list[Event]:
    """The discovery of a role as an event; nothing when that very role is known already."""
    title = known.get(new.role_id)
    if title is None:
        fact = RoleDiscovered(
            happened_on=on,
            role_id=new.role_id,
            title=new.title,
            distance=new.distance,
            source=source,
            isco_group=new.isco_group,
        )
        return [fact]
    if title == new.title:
        return []
    raise InvalidOperation("Another role has this id.", field=field, allowed="an id of its own")


def handle_judge_role(journey: "Journey", wish: JudgeRole) -> list[Event]:
    """Change the distance, unless it is that already."""
    role = journey.role(wish.role_id)
    if role.distance == wish.distance:
        return []
    if wish.happened_on < role.judged_on:
        raise InvalidOperation(
            "This role was last judged on %(day)s; an earlier day cannot change that.",
            field="happened_on",
            day=role.judged_on,
            allowed=on_or_after(role.judged_on),
        )
    return [RoleJudged(happened_on=wish.happened_on, role_id=wish.role_id, distance=wish.distance)]


def handle_block_role(journey: "Journey", wish: BlockRole) -> list[Event]:
    """Block, unless it is blocked already; a condition that is named must have been declared."""
    if _already(journey, wish, "blocked"):
        return []
    if wish.condition_id and wish.condition_id not in journey.started.conditions:
        raise InvalidOperation(
            "No such condition was declared.",
            field="condition_id",
            allowed="the id of a declared condition, or none",
        )
    fact = RoleBlocked(
        happened_on=wish.happened_on,
        role_id=wish.role_id,
        reason=wish.reason,
        condition_id=wish.condition_id,
    )
    return [fact]


def handle_park_role(journey: "Journey", wish: ParkRole) -> list[Event]:
    """Park, unless it is parked already."""
    if _already(journey, wish, "parked"):
        return []
    return [RoleParked(happened_on=wish.happened_on, role_id=wish.role_id, reason=wish.reason)]


def handle_reopen_role(journey: "Journey", wish: ReopenRole) -> list[Event]:
    """Reopen, unless it is in play."""
    if _already(journey, wish, "in_play"):
        return []
    return [RoleReopened(happened_on=wish.happened_on, role_id=wish.role_id)]


def _already(
    journey: "Journey",
    wish: BlockRole | ParkRole | ReopenRole,
    standing: RoleStanding,
) -> bool:
    role = journey.role(wish.role_id)
    if role.standing == standing:
        return True
    if wish.happened_on < role.changed_on:
        raise InvalidOperation(
            "This role has stood as it does since %(day)s; an earlier day cannot change that.",
            field="happened_on",
            day=role.changed_on,
            allowed=on_or_after(role.changed_on),
        )
    return False
