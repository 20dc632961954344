"""Somebody a client had met was forgotten: who they are can never be read again, and is never told anew."""

from domain.errors import IllegalStep
from domain.journey.forms import Fact
from domain.redacted import Redacted
from domain.sensitivity import Id


class ContactForgotten(Fact, frozen=True, kw_only=True, tag="ContactForgotten"):
    """A contact's name and what they were to the client are gone for good; the steps with them stay.

    It changes what earlier entries say, so whoever folded or cached those begins anew.
    """

    contact_id: Id


def never_again(field: str) -> IllegalStep:
    """The refusal of a name in the place of one that cannot be read: it may not be the same, and must not come back."""
    return IllegalStep(
        "This name was forgotten or cannot be read any more, so it is not told again.",
        field=field,
        allowed="no name, or an id of its own",
    )


def legible(text: str | None) -> bool:
    """Can it be compared with what somebody says? Two texts that cannot be read are not the same text."""
    return not isinstance(text, Redacted)
