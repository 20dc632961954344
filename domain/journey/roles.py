"""Roles: the kinds of work a client considers, how far away each is, and whether it is in play."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from domain.allowed_dates import or_later
from domain.errors import IllegalStep, InvalidValue
from domain.journey.events.evidence import AppealRated, FoundBy, Source
from domain.journey.forms import Fact, Given, Rating, Sentence, Title, Wish
from domain.sensitivity import C0, C1, Id, SpecialWords, Words
from domain.vocabulary import Distance

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey

IscoGroup = Annotated[str, Meta(pattern=r"^[0-9]{1,4}$", description="An ISCO-08 group, such as 2221.")]


class RoleDiscovered(Fact, frozen=True, kw_only=True, tag="RoleDiscovered"):
    """A kind of work came into view. New to the client unless it was on her own list."""

    role_id: Id
    title: Words
    distance: Annotated[Distance, C1]
    source: Source
    isco_group: Annotated[str | None, C0] = None


class RoleJudged(Fact, frozen=True, kw_only=True, tag="RoleJudged"):
    """The distance of a role was judged anew, from this day on."""

    role_id: Id
    distance: Annotated[Distance, C1]


class RoleBlocked(Fact, frozen=True, kw_only=True, tag="RoleBlocked"):
    """A hard condition rules the role out; it stays visible with the reason."""

    role_id: Id
    reason: SpecialWords
    condition_id: Annotated[UUID | None, C1] = None


class RoleParked(Fact, frozen=True, kw_only=True, tag="RoleParked"):
    """The client laid the role aside."""

    role_id: Id
    reason: Words


class RoleReopened(Fact, frozen=True, kw_only=True, tag="RoleReopened"):
    """A blocked or parked role is in play again."""

    role_id: Id


Standing = Literal["in_play", "blocked", "parked"]


class Role(Struct, frozen=True):
    """What later decisions need of a role."""

    title: str
    distance: Distance
    judged_on: date
    changed_on: date
    standing: Standing = "in_play"


Roles = dict[UUID, Role]


def evolve(
    roles: Roles, fact: RoleDiscovered | RoleJudged | RoleBlocked | RoleParked | RoleReopened
) -> Roles:
    """Follow the standing and distance of each role."""
    return {**roles, fact.role_id: _role(roles, fact)}


def _role(roles: Roles, fact: RoleDiscovered | RoleJudged | RoleBlocked | RoleParked | RoleReopened) -> Role:
    match fact:
        case RoleDiscovered():
            on = fact.happened_on
            return Role(title=fact.title, distance=fact.distance, judged_on=on, changed_on=on)
        case RoleJudged():
            return replace(roles[fact.role_id], distance=fact.distance, judged_on=fact.happened_on)
        case RoleBlocked():
            return replace(roles[fact.role_id], standing="blocked", changed_on=fact.happened_on)
        case RoleParked():
            return replace(roles[fact.role_id], standing="parked", changed_on=fact.happened_on)
        case RoleReopened():
            return replace(roles[fact.role_id], standing="in_play", changed_on=fact.happened_on)


class NewRole(Given, frozen=True, kw_only=True):
    """A role that comes into view by the way."""

    role_id: UUID
    title: Title
    distance: Distance
    isco_group: IscoGroup | None = None


class DiscoverRole(Wish, frozen=True, kw_only=True, tag="DiscoverRole"):
    """Put a role on the list: one's own idea or imagined at the intake, heard of somewhere, found in the atlas."""

    role_id: UUID
    title: Title
    distance: Distance
    found: FoundBy = "own"
    found_in: UUID | None = None
    isco_group: IscoGroup | None = None
    starting_appeal: Rating | None = None


class JudgeRole(Wish, frozen=True, kw_only=True, tag="JudgeRole"):
    """Judge anew how far away a role is."""

    role_id: UUID
    distance: Distance


class BlockRole(Wish, frozen=True, kw_only=True, tag="BlockRole"):
    """Rule a role out by a hard condition."""

    role_id: UUID
    reason: Sentence
    condition_id: UUID | None = None


class ParkRole(Wish, frozen=True, kw_only=True, tag="ParkRole"):
    """Lay a role aside."""

    role_id: UUID
    reason: Sentence


class ReopenRole(Wish, frozen=True, kw_only=True, tag="ReopenRole"):
    """Bring a blocked or parked role back into play."""

    role_id: UUID


def discover(journey: "Journey", wish: DiscoverRole) -> list[Fact]:
    """Discover once; a starting appeal is imagined, so it belongs to roles the client brought along."""
    source = journey.source(wish.found, wish.found_in, field="found_in")
    new = NewRole(role_id=wish.role_id, title=wish.title, distance=wish.distance, isco_group=wish.isco_group)
    if wish.starting_appeal is not None and wish.found not in ("intake", "own"):
        raise InvalidValue(
            "A starting appeal is what the client imagined; after a discovery the experiment's rating says it.",
            field="starting_appeal",
            allowed="no starting appeal, or found: intake or own",
        )
    facts = discovered(titles(journey.roles), new, source, wish.happened_on, field="role_id")
    if facts and wish.starting_appeal is not None:
        imagined = AppealRated(
            happened_on=wish.happened_on,
            role_id=wish.role_id,
            rating=wish.starting_appeal,
            source=Source(kind="intake"),
        )
        facts.append(imagined)
    return facts


def titles(roles: Roles) -> dict[UUID, str]:
    """The roles on the list, by their titles."""
    return {role_id: role.title for role_id, role in roles.items()}


def discovered(
    known: Mapping[UUID, str], new: NewRole, source: Source, on: date, *, field: str
) -> list[Fact]:
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
    raise IllegalStep("Another role has this id.", field=field, allowed="an id of its own")


def judge(journey: "Journey", wish: JudgeRole) -> list[Fact]:
    """Change the distance, unless it is that already."""
    role = journey.role(wish.role_id)
    if role.distance == wish.distance:
        return []
    if wish.happened_on < role.judged_on:
        raise IllegalStep(
            "This role was last judged on %(day)s; an earlier day cannot change that.",
            field="happened_on",
            day=role.judged_on,
            allowed=or_later(role.judged_on),
        )
    return [RoleJudged(happened_on=wish.happened_on, role_id=wish.role_id, distance=wish.distance)]


def block(journey: "Journey", wish: BlockRole) -> list[Fact]:
    """Block, unless it is blocked already; a condition that is named must have been declared."""
    if _already(journey, wish, "blocked"):
        return []
    if wish.condition_id and wish.condition_id not in journey.started.conditions:
        raise IllegalStep(
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


def park(journey: "Journey", wish: ParkRole) -> list[Fact]:
    """Park, unless it is parked already."""
    if _already(journey, wish, "parked"):
        return []
    return [RoleParked(happened_on=wish.happened_on, role_id=wish.role_id, reason=wish.reason)]


def reopen(journey: "Journey", wish: ReopenRole) -> list[Fact]:
    """Reopen, unless it is in play."""
    if _already(journey, wish, "in_play"):
        return []
    return [RoleReopened(happened_on=wish.happened_on, role_id=wish.role_id)]


def _already(
    journey: "Journey",
    wish: BlockRole | ParkRole | ReopenRole,
    standing: Standing,
) -> bool:
    role = journey.role(wish.role_id)
    if role.standing == standing:
        return True
    if wish.happened_on < role.changed_on:
        raise IllegalStep(
            "This role has stood as it does since %(day)s; an earlier day cannot change that.",
            field="happened_on",
            day=role.changed_on,
            allowed=or_later(role.changed_on),
        )
    return False
