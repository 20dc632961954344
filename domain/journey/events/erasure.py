"""The end of a history: its client was forgotten, and one event stands where it stood."""

from domain.journey.forms import Event


class JourneyErased(Event, frozen=True, kw_only=True, tag="JourneyErased"):
    """All that was recorded of a journey is gone for good. Told by nobody in it, so no fold and no decision knows it."""
