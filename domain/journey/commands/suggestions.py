"""Suggestions that were shown: a role offered again and again and never tried asks to be tested or parked."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, CommandPart
from domain.event import Event
from domain.journey.commands.weeks import require_monday
from domain.journey.events.suggestions import OfferedExperiment, SuggestionOffered
from domain.vocabulary import ExperimentKind

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class OfferedExperimentInput(CommandPart, frozen=True, kw_only=True):
    """A next experiment that is suggested."""

    role_id: UUID
    kind: ExperimentKind


class OfferSuggestions(Command, frozen=True, kw_only=True, tag="OfferSuggestions"):
    """Note which suggestions were shown with a week's plan."""

    monday: date
    offers: Annotated[tuple[OfferedExperimentInput, ...], Meta(min_length=1, max_length=20)]


def handle_offer_suggestions(journey: "Journey", wish: OfferSuggestions) -> list[Event]:
    """Note each offer once a week."""
    require_monday(journey, wish.monday)
    for i, one in enumerate(wish.offers):
        journey.role(one.role_id, field=f"offers/{i}/role_id")
    given = (OfferedExperiment(role_id=one.role_id, kind=one.kind) for one in wish.offers)
    known = journey.offered.get(wish.monday, frozenset[OfferedExperiment]())
    new = tuple(one for one in dict.fromkeys(given) if one not in known)
    return [SuggestionOffered(happened_on=wish.happened_on, monday=wish.monday, offers=new)] if new else []
