"""Suggestions that were shown: a role offered again and again and never tried asks to be tested or parked."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, CommandPart
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.commands.weeks import require_monday
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.suggestions import OfferedExperiment, SuggestionOffered
from domain.vocabulary import ExperimentKind


class OfferedExperimentInput(CommandPart, frozen=True, kw_only=True):
    """A next step that is suggested."""

    role_id: UUID
    kind: ExperimentKind


class OfferSuggestions(Command, frozen=True, kw_only=True, tag="OfferSuggestions"):
    """Record which suggestions were shown with the plan of a week."""

    monday: date
    offers: Annotated[tuple[OfferedExperimentInput, ...], Meta(min_length=1, max_length=20)]


def handle_offer_suggestions(journey: Journey, command: OfferSuggestions) -> list[JourneyEvent]:
    """Records the experiments offered in a week, each once."""
    require_monday(journey, command.monday)
    for i, one in enumerate(command.offers):
        journey.role(one.role_id, field=f"offers/{i}/role_id")
    offers = (OfferedExperiment(role_id=one.role_id, kind=one.kind) for one in command.offers)
    known = journey.suggestions.get(command.monday, frozenset[OfferedExperiment]())
    new = tuple(one for one in dict.fromkeys(offers) if one not in known)
    return (
        [SuggestionOffered(happened_on=command.happened_on, monday=command.monday, offers=new)] if new else []
    )


HANDLERS: CommandHandlers = {
    OfferSuggestions: handle_offer_suggestions,
}
