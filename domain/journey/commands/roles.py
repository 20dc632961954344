"""Roles: the kinds of work a client considers, how far away each is, and whether it is in play."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.allowed_dates import on_or_after
from domain.command import ADDED_LATER, Command, CommandPart, Rating, SentenceText, Title
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
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
from domain.text import same_name
from domain.vocabulary import SOURCES_TO_ANSWER, Distance

IscoGroup = Annotated[str, Meta(pattern=r"^[0-9]{1,4}$", description="An ISCO-08 group, such as 2221.")]

OccupationId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$",
        description="The id of an occupation of the atlas: the last part of its address in ESCO.",
    ),
]


class NewRoleInput(CommandPart, frozen=True, kw_only=True):
    """A role that came up along the way."""

    role_id: UUID
    title: Title
    distance: Distance
    isco_group: IscoGroup | None = None


class DiscoverRole(Command, frozen=True, kw_only=True, tag="DiscoverRole"):
    """Add a role: the client's own idea, named at the intake, heard of somewhere, or found in the atlas of roles."""

    role_id: UUID
    title: Title
    distance: Distance
    found: UserSourceKind = "own"
    found_in: UUID | None = None
    isco_group: IscoGroup | None = None
    starting_appeal: Rating | None = None
    waits: Annotated[
        bool,
        ADDED_LATER,
        Meta(
            description="Whether it is on the list only once it is kept or worked on. What a coach came across always is so."
        ),
    ] = False


class JudgeRole(Command, frozen=True, kw_only=True, tag="JudgeRole"):
    """Judge again how different a role is from the work the client knows."""

    role_id: UUID
    distance: Distance


class BlockRole(Command, frozen=True, kw_only=True, tag="BlockRole"):
    """Rule a role out because of a limit."""

    role_id: UUID
    reason: SentenceText
    condition_id: UUID | None = None


class ParkRole(Command, frozen=True, kw_only=True, tag="ParkRole"):
    """Park a role."""

    role_id: UUID
    reason: SentenceText


class ReopenRole(Command, frozen=True, kw_only=True, tag="ReopenRole"):
    """Make a parked or ruled-out role active again."""

    role_id: UUID


class KeepRole(Command, frozen=True, kw_only=True, tag="KeepRole"):
    """Keep a role that someone else or the atlas brought up."""

    role_id: UUID


class PassRole(Command, frozen=True, kw_only=True, tag="PassRole"):
    """Let go a role that someone else or the atlas brought up: it is not asked about for half a year."""

    role_id: UUID


class LinkRole(Command, frozen=True, kw_only=True, tag="LinkRole"):
    """Say which occupation of the atlas a role is, or only which group of occupations. The last link counts."""

    role_id: UUID
    isco_group: IscoGroup
    occupation_id: OccupationId | None = None


def handle_discover_role(journey: Journey, command: DiscoverRole) -> list[JourneyEvent]:
    """Discovers a role under a new id. Only a role of the client's own may have a starting appeal, which is imagined."""
    source = journey.source(command.found, command.found_in, field="found_in")
    new = NewRoleInput(
        role_id=command.role_id, title=command.title, distance=command.distance, isco_group=command.isco_group
    )
    if command.starting_appeal is not None and command.found not in ("intake", "own"):
        raise InvalidValue(
            "A starting appeal is only what the client imagined. For a discovered role, the "
            "rating of the step counts.",
            field="starting_appeal",
            allowed="no starting appeal, or found: intake or own",
        )
    if command.waits and source.kind not in SOURCES_TO_ANSWER:
        raise InvalidValue(
            "Nobody else brought up this role.",
            field="waits",
            allowed="a role that a contact, the coach or the atlas brought up",
        )
    events = role_discovery_events(
        titles_by_role(journey.roles),
        new,
        source,
        command.happened_on,
        field="role_id",
        waits=command.waits or source.kind == "coach",
    )
    if events and command.starting_appeal is not None:
        imagined = AppealRated(
            happened_on=command.happened_on,
            role_id=command.role_id,
            rating=command.starting_appeal,
            source=Source(kind="intake"),
        )
        events.append(imagined)
    return events


def titles_by_role(roles: RolesSlice) -> dict[UUID, str]:
    """The titles of the known roles by id."""
    return {role_id: role.title for role_id, role in roles.items()}


def role_discovery_events(
    known: Mapping[UUID, str], new: NewRoleInput, source: Source, on: date, *, field: str, waits: bool = False
) -> list[JourneyEvent]:
    """The event that discovers a role; none if the same role is known. `known` holds titles by id."""
    title = known.get(new.role_id)
    if title is None:
        event = RoleDiscovered(
            happened_on=on,
            role_id=new.role_id,
            title=new.title,
            distance=new.distance,
            source=source,
            isco_group=new.isco_group,
            waits=waits,
        )
        return [event]
    if same_name(title, new.title):
        return []
    raise InvalidOperation("This id belongs to another role.", field=field, allowed="a new id")


def handle_judge_role(journey: Journey, command: JudgeRole) -> list[JourneyEvent]:
    """Changes the distance of a role. Returns no event if it has that distance."""
    role = journey.role(command.role_id)
    if role.distance == command.distance:
        return []
    if command.happened_on < role.judged_on:
        raise InvalidOperation(
            "This role was last assessed on %(day)s. Use that date or later.",
            field="happened_on",
            day=role.judged_on,
            allowed=on_or_after(role.judged_on),
        )
    return [RoleJudged(happened_on=command.happened_on, role_id=command.role_id, distance=command.distance)]


def handle_block_role(journey: Journey, command: BlockRole) -> list[JourneyEvent]:
    """Blocks a role, for a declared condition if one is given. Returns no event if it is blocked."""
    if _has_standing(journey, command, "blocked"):
        return []
    if command.condition_id and command.condition_id not in journey.started.conditions:
        raise InvalidOperation(
            "There is no such limit.",
            field="condition_id",
            allowed="the id of an existing limit, or none",
        )
    event = RoleBlocked(
        happened_on=command.happened_on,
        role_id=command.role_id,
        reason=command.reason,
        condition_id=command.condition_id,
    )
    return [event]


def handle_park_role(journey: Journey, command: ParkRole) -> list[JourneyEvent]:
    """Parks a role. Returns no event if it is parked."""
    if _has_standing(journey, command, "parked"):
        return []
    return [RoleParked(happened_on=command.happened_on, role_id=command.role_id, reason=command.reason)]


def handle_reopen_role(journey: Journey, command: ReopenRole) -> list[JourneyEvent]:
    """Reopens a role. Returns no event if it is in play."""
    if _has_standing(journey, command, "in_play"):
        return []
    return [RoleReopened(happened_on=command.happened_on, role_id=command.role_id)]


def _has_standing(
    journey: Journey,
    command: BlockRole | ParkRole | ReopenRole,
    standing: RoleStanding,
) -> bool:
    role = journey.role(command.role_id)
    if role.standing == standing:
        return True
    if command.happened_on < role.changed_on:
        raise InvalidOperation(
            "This role has had this status since %(day)s. Use that date or later.",
            field="happened_on",
            day=role.changed_on,
            allowed=on_or_after(role.changed_on),
        )
    return False


HANDLERS: CommandHandlers = {
    DiscoverRole: handle_discover_role,
    JudgeRole: handle_judge_role,
    BlockRole: handle_block_role,
    ParkRole: handle_park_role,
    ReopenRole: handle_reopen_role,
}
