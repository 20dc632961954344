"""Suggestions that were shown: a role offered again and again and never tried asks to be tested or parked."""

from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from domain.journey.forms import Fact, Given, Part, Wish
from domain.journey.weeks import named_by_monday
from domain.sensitivity import C1, Day, Id
from domain.vocabulary import Kind

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class Offer(Part, frozen=True, kw_only=True):
    """A next experiment that was suggested."""

    role_id: Id
    kind: Annotated[Kind, C1]


class SuggestionOffered(Fact, frozen=True, kw_only=True, tag="SuggestionOffered"):
    """Suggestions shown with a week's plan."""

    monday: Day
    offers: tuple[Offer, ...]


Offered = dict[date, frozenset[Offer]]
"""By week."""


def evolve(offered: Offered, fact: SuggestionOffered) -> Offered:
    """Remember what each week was offered."""
    so_far = offered.get(fact.monday, frozenset[Offer]())
    return {**offered, fact.monday: so_far | frozenset(fact.offers)}


class OfferGiven(Given, frozen=True, kw_only=True):
    """A next experiment that is suggested."""

    role_id: UUID
    kind: Kind


class OfferSuggestions(Wish, frozen=True, kw_only=True, tag="OfferSuggestions"):
    """Note which suggestions were shown with a week's plan."""

    monday: date
    offers: Annotated[tuple[OfferGiven, ...], Meta(min_length=1, max_length=20)]


def offer(journey: "Journey", wish: OfferSuggestions) -> list[Fact]:
    """Note each offer once a week."""
    named_by_monday(journey, wish.monday)
    for i, one in enumerate(wish.offers):
        journey.role(one.role_id, field=f"offers/{i}/role_id")
    given = (Offer(role_id=one.role_id, kind=one.kind) for one in wish.offers)
    known = journey.offered.get(wish.monday, frozenset[Offer]())
    new = tuple(one for one in dict.fromkeys(given) if one not in known)
    return [SuggestionOffered(happened_on=wish.happened_on, monday=wish.monday, offers=new)] if new else []
