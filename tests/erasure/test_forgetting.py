"""Forgetting a contact: their name is gone from everywhere, and the history can be read and folded as before."""

import asyncpg
import pytest

from domain.errors import UnknownJourney
from domain.journey.contacts import ContactAdded
from domain.redacted import REDACTED
from projections.network import NETWORK
from service.erasure.erasing import Eraser
from service.erasure.forgetting import Forgetter, UnknownContact
from service.journeys import Journeys
from tests.erasure.world import (
    ACTOR,
    TENANT,
    World,
    a_contact_of,
    digest_of_others,
    everything,
)


async def test_a_contact_is_forgotten_and_the_journey_goes_on(world: World) -> None:
    at = world.premises
    contact_id, name = a_contact_of(world.kari)
    others = await digest_of_others(at, world.journey_id)
    forgotten = await Forgetter(at).forget(world.journey_id, contact_id, actor_id=ACTOR)
    journeys = Journeys(at.log, now=at.now, sealing=at.sealing)
    entries = await journeys.entries(world.journey_id, tenant_id=TENANT)
    shown = await journeys.view(NETWORK, world.journey_id, tenant_id=TENANT)
    names = [*(one.name for one in shown.contacts), *(one.name for one in shown.unmet)]
    added = {one.event.contact_id: one.event for one in entries if isinstance(one.event, ContactAdded)}
    before = {one.contact_id: one for one in world.kari.events if isinstance(one, ContactAdded)}

    assert (forgotten.overwritten, forgotten.key_destroyed) == ((0, True) if at.vault else (1, False))
    assert added[contact_id].name == REDACTED
    assert added[contact_id].tie == before[contact_id].tie
    assert {one: added[one] for one in added if one != contact_id} == {
        one: before[one] for one in before if one != contact_id
    }
    assert len(entries) == len(world.kari.events)
    assert names.count(REDACTED) == 1
    assert await digest_of_others(at, world.journey_id) == others
    if not at.vault:
        # Else every name is sealed, and this one's key is gone.
        rows = [line for line in (await everything(at.dsn))["stored_events"].splitlines() if name in line]
        assert [line for line in rows if str(contact_id) in line and "ContactAdded" in line] == []


async def test_what_was_overwritten_is_noted_without_what_had_stood_there(world: World) -> None:
    at = world.premises
    contact_id, name = a_contact_of(world.kari)
    await Forgetter(at).forget(world.journey_id, contact_id, actor_id=ACTOR)
    noted = (await everything(at.dsn))["redactions"]

    assert ("a contact was forgotten" in noted) == (at.vault is None)
    assert name not in noted


async def test_forgetting_twice_changes_nothing_more(world: World) -> None:
    at = world.premises
    contact_id, _ = a_contact_of(world.kari)
    await Forgetter(at).forget(world.journey_id, contact_id, actor_id=ACTOR)
    again = await Forgetter(at).forget(world.journey_id, contact_id, actor_id=ACTOR)

    assert again.overwritten == 0
    assert at.ledger.open() == {}


async def test_only_who_is_known_can_be_forgotten(world: World) -> None:
    at = world.premises
    contact_id, _ = a_contact_of(world.kari)
    with pytest.raises(UnknownContact):
        await Forgetter(at).forget(world.journey_id, world.journey_id, actor_id=ACTOR)
    with pytest.raises(UnknownJourney):
        await Forgetter(at).forget(contact_id, contact_id, actor_id=ACTOR)

    assert at.ledger.lines() == []


async def test_contacts_go_with_the_journey(world: World) -> None:
    at = world.premises
    contact_id, _ = a_contact_of(world.kari)
    await Forgetter(at).forget(world.journey_id, contact_id, actor_id=ACTOR)
    await Eraser(at).erase(world.journey_id)

    assert await Forgetter(at).replay(actor_id=ACTOR) == []
    with pytest.raises(UnknownJourney):
        await Forgetter(at).forget(world.journey_id, contact_id, actor_id=ACTOR)


# ASVS 16.4.2
@pytest.mark.parametrize("role", ["soundings_app", "soundings_worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "update stored_events set state = '{}'",
        "delete from stored_events",
        "delete from commands",
        "insert into redactions select * from redactions",
        "update redactions set reason = ''",
    ],
)
async def test_the_log_is_changed_by_its_two_functions_only(database: str, role: str, statement: str) -> None:
    connection = await asyncpg.connect(database, server_settings={"role": role})
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement)
    await connection.close()


# ASVS 8.2.1
async def test_a_request_can_neither_erase_nor_overwrite(database: str) -> None:
    connection = await asyncpg.connect(database, server_settings={"role": "soundings_app"})
    for call in (
        "select erase_journey(gen_random_uuid(), gen_random_uuid(), '{}')",
        "select redact_event(gen_random_uuid(), gen_random_uuid(), 1, '', '{}', gen_random_uuid(), '')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(call)
    await connection.close()
