"""People who stand by: allies with a card that says how to help, and introductions the client made for others."""

from uuid import UUID

from domain.command import Command, LongText, Note
from domain.decision_rules import create_once, record_change, unknown_reference
from domain.errors import InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.allies import AllyInvited, IntroductionMade
from domain.journey.events.catalogue import JourneyEvent


class InviteAlly(Command, frozen=True, kw_only=True, tag="InviteAlly"):
    """Ask a contact to be a supporter, and say how they can help: a neutral ear, an introduction, an evening off."""

    contact_id: UUID
    how_to_help: LongText


class MakeIntroduction(Command, frozen=True, kw_only=True, tag="MakeIntroduction"):
    """Record whom you introduced, and to which of your contacts if it was to one of them."""

    introduction_id: UUID
    contact_id: UUID
    to_contact_id: UUID | None = None
    note: Note | None = None


def handle_invite_ally(journey: Journey, command: InviteAlly) -> list[JourneyEvent]:
    """Makes a known contact an ally; a later card replaces the earlier one."""
    _require_contact(journey, command.contact_id, field="contact_id")
    event = AllyInvited(
        happened_on=command.happened_on, contact_id=command.contact_id, how_to_help=command.how_to_help
    )
    return record_change(
        journey.allies.invited.get(command.contact_id),
        event,
        "How this supporter can help was last updated on %(day)s. Use that date or later.",
    )


def handle_make_introduction(journey: Journey, command: MakeIntroduction) -> list[JourneyEvent]:
    """Records an introduction of a known contact under a new id."""
    _require_contact(journey, command.contact_id, field="contact_id")
    if command.to_contact_id:
        _require_contact(journey, command.to_contact_id, field="to_contact_id")
    if command.contact_id == command.to_contact_id:
        raise InvalidValue(
            "You cannot introduce someone to themselves.", field="to_contact_id", allowed="another contact"
        )
    event = IntroductionMade(
        happened_on=command.happened_on,
        introduction_id=command.introduction_id,
        contact_id=command.contact_id,
        to_contact_id=command.to_contact_id,
        note=command.note or None,
    )
    known = journey.allies.introductions.get(command.introduction_id)
    return create_once(known, event, "introduction", field="introduction_id")


def _require_contact(journey: Journey, contact_id: UUID, *, field: str) -> None:
    if contact_id not in journey.network.contacts:
        raise unknown_reference("contact", field=field)


HANDLERS: CommandHandlers = {
    InviteAlly: handle_invite_ally,
    MakeIntroduction: handle_make_introduction,
}
