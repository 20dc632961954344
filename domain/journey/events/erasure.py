"""The end of a history: its client was forgotten, and one event stands where it stood."""

from domain.event import Event
from domain.sensitivity import StructuralId


class JourneyErased(Event, frozen=True, kw_only=True, tag="JourneyErased"):
    """All that was recorded of a journey is gone for good. Told by nobody in it, so no fold and no decision knows it."""


class ContactForgotten(Event, frozen=True, kw_only=True, tag="ContactForgotten"):
    """A contact's name and what they were to the client are gone for good; the steps with them stay.

    It changes what earlier entries say, so whoever folded or cached those begins anew.
    """

    contact_id: StructuralId
