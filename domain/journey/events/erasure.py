"""Events of erasure: a contact was forgotten, or a whole journey was erased."""

from domain.event import Event
from domain.sensitivity import StructuralId


class JourneyErased(Event, frozen=True, kw_only=True, tag="JourneyErased"):
    """Everything recorded of a journey was erased. Only this is left of its stream; no fold and no decision handles it."""


class ContactForgotten(Event, frozen=True, kw_only=True, tag="ContactForgotten"):
    """A contact's name and what they were to the client are gone for good; the steps with them stay.

    It changes what earlier entries say, so whoever folded or cached those begins anew.
    """

    contact_id: StructuralId
