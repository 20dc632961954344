"""Who knows each other: chains of people who led to each other, and whom to ask next."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from projections.network.view import Network
from service.web.people.introduced import introduced_contacts
from service.web.role_and_contact_forms import contact_names

MAX_CHAINS = 20
MAX_TO_ASK = 3


class ChainLink(Struct, frozen=True, kw_only=True):
    """Somebody in a chain; without a name when it was forgotten."""

    contact_id: UUID
    name: str | None


class PersonToAsk(Struct, frozen=True, kw_only=True):
    """Somebody to ask next, and why."""

    contact_id: UUID
    name: str
    named_by: str | None
    """Who named them, if they were not met yet."""
    last_met: date | None


class WhoKnowsWhom(Struct, frozen=True, kw_only=True):
    """The chains, and whom to ask next."""

    chains: tuple[tuple[ChainLink, ...], ...]
    """The one that grew last first."""
    hidden: int
    """Chains that are not shown."""
    to_ask: tuple[PersonToAsk, ...]


def who_knows_whom(journey: Journey, network: Network) -> WhoKnowsWhom:
    """The chains of a journey, and whom to ask next."""
    names, leaders = contact_names(journey), leaders_by_contact(journey)
    chains = chains_of(leaders)
    waiting = {one.contact_id for one in introduced_contacts(journey) if one.asked_first}
    return WhoKnowsWhom(
        chains=tuple(
            tuple(ChainLink(contact_id=one, name=names.get(one)) for one in chain)
            for chain in chains[:MAX_CHAINS]
        ),
        hidden=max(0, len(chains) - MAX_CHAINS),
        to_ask=tuple(_to_ask(network, names, leaders, waiting))[:MAX_TO_ASK],
    )


def leaders_by_contact(journey: Journey) -> dict[UUID, UUID]:
    """Who led to whom: by the first step with somebody, which goes back to a step with another; else by who named them."""
    found: dict[UUID, UUID] = {}
    for contact_id, leader_id in (*_by_steps(journey), *_by_naming(journey)):
        if contact_id not in found and contact_id not in _way_up(found, leader_id):
            found[contact_id] = leader_id
    return found


def chains_of(leaders: dict[UUID, UUID]) -> list[tuple[UUID, ...]]:
    """From the first of each chain to everybody who led to no one else; the last found first."""
    leading = set(leaders.values())
    return [tuple(reversed(_way_up(leaders, one))) for one in reversed(leaders) if one not in leading]


def _way_up(leaders: Mapping[UUID, UUID], contact_id: UUID) -> list[UUID]:
    """Somebody, who led to them, who led to those, and so on."""
    way = [contact_id]
    while (leader_id := leaders.get(way[-1])) and leader_id not in way:
        way.append(leader_id)
    return way


def _by_steps(journey: Journey) -> Iterator[tuple[UUID, UUID]]:
    seen = set[UUID]()
    for step in journey.experiments.values():
        meeting = step.planned.meeting
        if meeting is None or meeting.contact_id in seen:
            continue
        seen.add(meeting.contact_id)
        earlier = journey.experiments.get(step.planned.refers_to) if step.planned.refers_to else None
        before = earlier.planned.meeting if earlier else None
        if before and before.contact_id != meeting.contact_id:
            yield meeting.contact_id, before.contact_id


def _by_naming(journey: Journey) -> Iterator[tuple[UUID, UUID]]:
    for contact_id, added in journey.network.contacts.items():
        if added.introduced_by and added.introduced_by != contact_id:
            yield contact_id, added.introduced_by


def _to_ask(
    network: Network, names: Mapping[UUID, str], leaders: dict[UUID, UUID], waiting: Collection[UUID]
) -> Iterator[PersonToAsk]:
    """Whoever was named and not met yet, the last found first; then those met who led to no one, the last met first.

    Whoever is asked first by another is left out until then.
    """
    unmet = {one.contact_id for one in network.unmet} - set(waiting)
    for contact_id, leader_id in reversed(leaders.items()):
        if contact_id in unmet and contact_id in names and leader_id in names:
            yield PersonToAsk(
                contact_id=contact_id, name=names[contact_id], named_by=names[leader_id], last_met=None
            )
    leading = set(leaders.values())
    for one in network.contacts:
        if one.contact_id in names and one.contact_id not in leading:
            yield PersonToAsk(
                contact_id=one.contact_id, name=names[one.contact_id], named_by=None, last_met=one.last_met
            )


def leader_name(leaders: Mapping[UUID, UUID], names: Mapping[UUID, str], contact_id: UUID) -> str | None:
    """The name of who led to somebody; None if nobody did, or it was forgotten."""
    leader_id = leaders.get(contact_id)
    return names.get(leader_id) if leader_id else None
