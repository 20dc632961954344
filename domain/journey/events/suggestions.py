"""Suggestions that were shown: a role offered again and again and never tried asks to be tested or parked."""

from datetime import date
from typing import Annotated

from domain.event import Event, EventPart
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, StructuralDate, StructuralId
from domain.vocabulary import ExperimentKind


class OfferedExperiment(EventPart, frozen=True, kw_only=True):
    """A next step that was suggested."""

    role_id: StructuralId
    kind: Annotated[ExperimentKind, C1]


class SuggestionOffered(Event, frozen=True, kw_only=True, tag="SuggestionOffered"):
    """Suggestions were shown with the plan of a week."""

    label = translatable("the suggestions offered")

    monday: StructuralDate
    offers: tuple[OfferedExperiment, ...]


SuggestionsSlice = dict[date, frozenset[OfferedExperiment]]
"""The offered experiments of each week, by its Monday."""


def evolve(suggestions: SuggestionsSlice, event: SuggestionOffered) -> SuggestionsSlice:
    """Adds the offers of a week."""
    so_far = suggestions.get(event.monday, frozenset[OfferedExperiment]())
    return with_entry(suggestions, event.monday, so_far | frozenset(event.offers))


EVOLVERS = slice_evolvers("suggestions", evolve)
