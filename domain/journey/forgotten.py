"""Somebody a client had met was forgotten: who they are can never be read again, and is never told anew."""

from domain.errors import InvalidOperation
from domain.journey.forms import Event
from domain.redacted import Redacted
from domain.sensitivity import StructuralId


class ContactForgotten(Event, frozen=True, kw_only=True, tag="ContactForgotten"):
    """A contact's name and what they were to the client are gone for good; the steps with them stay.

    It changes what earlier entries say, so whoever folded or cached those begins anew.
    """

    contact_id: StructuralId


def forgotten_name_error(field: str) -> InvalidOperation:
    """The refusal of a name in the place of one that cannot be read: it may not be the same, and must not come back."""
    return InvalidOperation(
        "This name was forgotten or cannot be read any more, so it is not told again.",
        field=field,
        allowed="no name, or an id of its own",
    )


def is_readable(text: str | None) -> bool:
    """Can it be compared with what somebody says? Two texts that cannot be read are not the same text."""
    return not isinstance(text, Redacted)
