"""What to try next, as it stands on the page of the week; and what was shown there, told with the week's first form."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import cast
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.events.suggestions import SuggestionOffered
from domain.journey.events.weeks import monday_of, week_number
from domain.messages import Message, translatable_plural
from domain.vocabulary import ExperimentKind
from projections.phrases import number_in_words
from projections.profile.view import Profile, SuggestionOrder, SuggestionView
from service.application.folded_journey import FoldedJourney
from service.http.request_context import current_request
from service.localization.code_labels import KINDS
from service.web.form_data import FormData
from service.web.role_and_contact_forms import contact_names

MAX_SUGGESTIONS = 3
SHOWN = "shown"
"""The field that says which suggestions a page showed."""
_PURPOSE = b"soundings shown suggestions"


class StepSuggestion(Struct, frozen=True, kw_only=True):
    """What could be tried next, and why."""

    role: str
    since: date | None
    """Since when the role is active, where another has the same title."""
    view: SuggestionView
    hirer: str | None
    """The name of a known person who hires for it, where that is what comes first."""
    again: Message | None
    """Said in place of the reason, when it was suggested for weeks and never tried."""


class SuggestionsBlock(Struct, frozen=True, kw_only=True):
    """What to try next, in the order that the last conclusion asks for."""

    steps: tuple[StepSuggestion, ...]
    order: SuggestionOrder | None
    first_role: str | None
    """The role that comes first, if it is a role."""
    conclusion: str | None
    """The conclusion that the order follows from."""
    week: int | None
    """The week that was concluded with it, unless it was the last."""
    shown: str
    """The signed field: what a form that is sent from here records."""


def suggestions_block(
    folded: FoldedJourney, profile: Profile, *, quiet: Collection[UUID] = ()
) -> SuggestionsBlock:
    """The block of today; about the quiet roles nothing is suggested."""
    titles = {role.role_id: role.title for role in profile.roles if role.standing == "in_play"}
    since = {role.role_id: role.since for role in profile.roles}
    order = profile.suggestion_order
    people = contact_names(folded.journey) if order and order.first == "hirer" else {}
    steps = tuple(
        StepSuggestion(
            role=titles[one.role_id],
            since=since[one.role_id] if _shared(titles[one.role_id], titles) else None,
            view=one,
            hirer=people.get(one.hirer) if one.hirer else None,
            again=_again(one),
        )
        for one in [one for one in profile.suggestions if one.role_id not in quiet][:MAX_SUGGESTIONS]
        if one.role_id in titles
    )
    reviewed = folded.journey.weeks.reviewed.get(order.monday) if order else None
    earlier = order is not None and order.monday + timedelta(weeks=1) < monday_of(profile.on)
    return SuggestionsBlock(
        steps=steps,
        order=order,
        first_role=next((one.title for one in profile.roles if order and one.role_id == order.role_id), None),
        conclusion=reviewed.conclusion if reviewed and order and order.chosen_in == "review" else None,
        week=week_number(folded.started_on, order.monday) if order and earlier else None,
        shown=shown_field(folded, steps),
    )


def _shared(title: str, titles: Mapping[UUID, str]) -> bool:
    return sum(one.casefold() == title.casefold() for one in titles.values()) > 1


def _again(one: SuggestionView) -> Message | None:
    if not one.test_or_park:
        return None
    times = number_in_words(one.offered)
    return translatable_plural(
        "Suggested once. Try it or park it.",
        "Suggested %(times)s times. Try it or park it.",
        one.offered,
        times=times,
    )


def shown_field(folded: FoldedJourney, steps: Sequence[StepSuggestion]) -> str:
    """Says which suggestions were shown in this week, signed for this session."""
    shown = ",".join(f"{one.view.role_id}.{one.view.kind}" for one in steps)
    text = f"{monday_of(folded.today)}:{shown}"
    return f"{text}:{_signature(folded.journey_id, text)}" if steps else ""


def parse_shown(form: FormData, folded: FoldedJourney) -> list[OfferSuggestions]:
    """Tells what was shown, once a week. A field that this session did not sign says nothing."""
    text, _, signature = form.first(SHOWN).rpartition(":")
    if not hmac.compare_digest(signature.encode(), _signature(folded.journey_id, text).encode()):
        return []
    monday, _, shown = text.partition(":")
    week, journey = date.fromisoformat(monday), folded.journey
    pairs = [one.split(".") for one in shown.split(",")]
    offers = tuple(
        OfferedExperimentInput(role_id=UUID(role_id), kind=cast("ExperimentKind", kind))
        for role_id, kind in pairs
        if UUID(role_id) in journey.roles and kind in KINDS
    )
    if not offers or _recorded(journey, week):
        return []
    return [OfferSuggestions(happened_on=folded.today, monday=week, offers=offers)]


def _recorded(journey: Journey, monday: date) -> bool:
    """Whether the client's page said already in this week what it showed; what a coach suggests is another thing."""
    client = journey.authored_events[0].by
    return any(
        isinstance(one.event, SuggestionOffered) and one.event.monday == monday and one.by == client
        for one in reversed(journey.authored_events)
    )


def _signature(journey_id: UUID, text: str) -> str:
    secret = (current_request().session_secret or "").encode()
    seal = hmac.digest(hmac.digest(secret, _PURPOSE, sha256), f"{journey_id}:{text}".encode(), sha256)
    return urlsafe_b64encode(seal[:18]).decode()
