"""Events of erasure: a contact was forgotten, or a whole journey was erased."""

from domain.event import Event
from domain.sensitivity import StructuralId


class JourneyErased(Event, frozen=True, kw_only=True, tag="JourneyErased"):
    """Everything recorded in a journey was erased. Only this event is left, and nothing is computed from it."""


class ContactForgotten(Event, frozen=True, kw_only=True, tag="ContactForgotten"):
    """A contact was forgotten: their name and who they were to the client are gone for good. The steps with them stay.

    It changes what earlier events say: whatever was computed from them has to be computed again.
    """

    contact_id: StructuralId
