"""What the client says to a role that was brought up, and which occupation a role is."""

from datetime import timedelta

from domain.allowed_dates import on_or_after
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.commands.roles import KeepRole, LinkRole, PassRole
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.roles import RoleKept, RoleLinked, RolePassed
from domain.vocabulary import PASSED_DAYS, SOURCES_TO_ANSWER


def handle_keep_role(journey: Journey, command: KeepRole) -> list[JourneyEvent]:
    """Keeps a role. Returns no event if it is kept."""
    return _answered(journey, RoleKept(happened_on=command.happened_on, role_id=command.role_id))


def handle_pass_role(journey: Journey, command: PassRole) -> list[JourneyEvent]:
    """Lets a role go. Returns no event if it is let go, and not asked about yet."""
    return _answered(journey, RolePassed(happened_on=command.happened_on, role_id=command.role_id))


def handle_link_role(journey: Journey, command: LinkRole) -> list[JourneyEvent]:
    """Links a role to the atlas. Returns no event if it has this very link."""
    role = journey.role(command.role_id)
    known = role.link
    if known and (known.isco_group, known.occupation_id) == (command.isco_group, command.occupation_id):
        return []
    since = known.happened_on if known else role.discovered_on
    if command.happened_on < since:
        raise InvalidOperation(
            "This role was last linked or added on %(day)s. Use that date or later.",
            field="happened_on",
            day=since,
            allowed=on_or_after(since),
        )
    return [
        RoleLinked(
            happened_on=command.happened_on,
            role_id=command.role_id,
            isco_group=command.isco_group,
            occupation_id=command.occupation_id,
        )
    ]


def _answered(journey: Journey, event: RoleKept | RolePassed) -> list[JourneyEvent]:
    role = journey.role(event.role_id)
    if role.source.kind not in SOURCES_TO_ANSWER:
        raise InvalidOperation(
            "Nobody else brought up this role.",
            field="role_id",
            allowed="a role that a contact, the coach or the atlas brought up",
        )
    known = role.answer
    if known and event.happened_on < known.happened_on:
        raise InvalidOperation(
            "This role was last kept or let go on %(day)s. Use that date or later.",
            field="happened_on",
            day=known.happened_on,
            allowed=on_or_after(known.happened_on),
        )
    if isinstance(known, RoleKept) and isinstance(event, RoleKept):
        return []
    passed = isinstance(known, RolePassed) and isinstance(event, RolePassed)
    return (
        []
        if known and passed and event.happened_on < known.happened_on + timedelta(days=PASSED_DAYS)
        else [event]
    )


HANDLERS: CommandHandlers = {
    KeepRole: handle_keep_role,
    PassRole: handle_pass_role,
    LinkRole: handle_link_role,
}
