"""People who stand by: allies with a card that says how to help, and introductions the client made for others."""

from typing import TYPE_CHECKING
from uuid import UUID

from domain.command import Command, LongText, Note
from domain.decision_rules import create_once, record_change, unknown_reference
from domain.errors import InvalidValue
from domain.event import Event
from domain.journey.events.allies import AllyInvited, IntroductionMade

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class InviteAlly(Command, frozen=True, kw_only=True, tag="InviteAlly"):
    """Ask a contact to stand by, and say how: a neutral ear, an introduction, an evening off."""

    contact_id: UUID
    how_to_help: LongText


class MakeIntroduction(Command, frozen=True, kw_only=True, tag="MakeIntroduction"):
    """Note whom you introduced, and to which of your contacts if it was to one of them."""

    introduction_id: UUID
    contact_id: UUID
    to_contact_id: UUID | None = None
    note: Note | None = None


def handle_invite_ally(journey: "Journey", wish: InviteAlly) -> list[Event]:
    """Ask a contact that is known; a later card replaces the earlier one."""
    _contact(journey, wish.contact_id, field="contact_id")
    fact = AllyInvited(happened_on=wish.happened_on, contact_id=wish.contact_id, how_to_help=wish.how_to_help)
    return record_change(
        journey.allies.invited.get(wish.contact_id),
        fact,
        "How this ally may help was last set on %(day)s; an earlier day cannot change that.",
    )


def handle_make_introduction(journey: "Journey", wish: MakeIntroduction) -> list[Event]:
    """Note an introduction once."""
    _contact(journey, wish.contact_id, field="contact_id")
    if wish.to_contact_id:
        _contact(journey, wish.to_contact_id, field="to_contact_id")
    if wish.contact_id == wish.to_contact_id:
        raise InvalidValue(
            "Nobody is introduced to themselves.", field="to_contact_id", allowed="another contact"
        )
    fact = IntroductionMade(
        happened_on=wish.happened_on,
        introduction_id=wish.introduction_id,
        contact_id=wish.contact_id,
        to_contact_id=wish.to_contact_id,
        note=wish.note or None,
    )
    known = journey.allies.introductions.get(wish.introduction_id)
    return create_once(known, fact, "introduction", field="introduction_id")


def _contact(journey: "Journey", contact_id: UUID, *, field: str) -> None:
    if contact_id not in journey.network.contacts:
        raise unknown_reference("contact", field=field)
