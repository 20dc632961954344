"""People whom a contact named and whom there is no step with yet: each is a conversation to plan."""

import re
from collections.abc import Iterator
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.redacted import is_readable
from domain.text import same_name
from service.web.role_and_contact_forms import contact_names, role_titles_in_play


class IntroducedContact(Struct, frozen=True, kw_only=True):
    """Somebody whom a contact named."""

    contact_id: UUID
    name: str
    through: str
    """Who named them."""
    asked_first: bool
    """Whoever named them asks them first; else the client may say who sent her."""
    role: str | None
    """The role in play that is in what is known of them."""


def introduced_contacts(journey: Journey) -> list[IntroducedContact]:
    """Those the client can plan a conversation with now, then those who are asked first; the last named first."""
    return sorted(_introduced(journey), key=lambda one: one.asked_first)


def find_introduced(journey: Journey, name: str) -> IntroducedContact | None:
    """Who of them goes by a name."""
    return next((one for one in _introduced(journey) if same_name(one.name, name)), None)


def _introduced(journey: Journey) -> Iterator[IntroducedContact]:
    names, titles = contact_names(journey), role_titles_in_play(journey)
    steps = (one for one in journey.experiments.values() if one.stage != "dropped")
    planned = {one.planned.meeting.contact_id for one in steps if one.planned.meeting}
    for key, contact in reversed(journey.network.contacts.items()):
        through = names.get(contact.introduced_by) if contact.introduced_by else None
        if through and key in names and key not in planned:
            relation = contact.relation if contact.relation and is_readable(contact.relation) else ""
            yield IntroducedContact(
                contact_id=key,
                name=names[key],
                through=through,
                asked_first=contact.ask_first,
                role=next((one for one in titles if _names(relation, one)), None),
            )


def _names(relation: str, title: str) -> bool:
    return re.search(rf"\b{re.escape(title)}\b", relation, re.IGNORECASE) is not None
