"""Forgetting a contact: their name is gone from everywhere, and the history can be read and folded as before."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from domain.errors import InvalidOperation, UnknownJourney
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.network import AddContact, ContactInput, SetContactPhone
from domain.journey.decide import UserCommand
from domain.journey.events.erasure import ContactForgotten
from domain.journey.events.network import ContactAdded
from domain.redacted import REDACTED
from projections.network.projection import NETWORK
from projections.network.view import Network
from service.application.journeys import Journeys
from service.personal_data.erasure.contact_eraser import ContactEraser, UnknownContact
from service.personal_data.erasure.journey_eraser import JourneyEraser
from tests.commands import execute
from tests.erasure.world import (
    ACTOR,
    NOW,
    TENANT,
    World,
    a_contact_of,
    digest_of_others,
    everything,
    open_erasure_context,
)

pytestmark = pytest.mark.slow


async def test_a_contact_is_forgotten_and_the_journey_goes_on(world: World) -> None:
    at = world.context
    contact_id, name = a_contact_of(world.kari)
    others = await digest_of_others(at, world.journey_id)
    forgotten = await ContactEraser(at).erase(world.journey_id, contact_id, actor_id=ACTOR)
    journeys = Journeys(at.log, now=at.now, sealing=at.sealer)
    entries = await journeys.recorded_events(world.journey_id, tenant_id=TENANT)
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
    assert len(entries) == len(world.kari.events) + 1
    assert isinstance(entries[-1].event, ContactForgotten)
    assert names.count(REDACTED) == 1
    assert await digest_of_others(at, world.journey_id) == others
    if not at.vault:
        # Else every name is sealed, and this one's key is gone.
        rows = [line for line in (await everything(at.dsn))["stored_events"].splitlines() if name in line]
        assert [line for line in rows if str(contact_id) in line and "ContactAdded" in line] == []


async def test_the_number_of_a_contact_is_forgotten_with_them(world: World) -> None:
    at = world.context
    contact_id, _ = a_contact_of(world.kari)
    number = "+46 31 390 06 12, evenings"
    journeys = Journeys(at.log, now=at.now, sealing=at.sealer)
    noted = SetContactPhone(happened_on=NOW.date(), contact_id=contact_id, phone=number)
    await execute(journeys, world.journey_id, noted, tenant_id=TENANT)
    known = (await journeys.get(world.journey_id, tenant_id=TENANT)).network.phones
    forgotten = await ContactEraser(at).erase(world.journey_id, contact_id, actor_id=ACTOR)
    after = (await journeys.get(world.journey_id, tenant_id=TENANT)).network.phones
    tables = await everything(at.dsn)

    assert known[contact_id] == number
    assert after[contact_id] == REDACTED
    assert forgotten.key_destroyed == (at.vault is not None)
    assert [name for name, rows in tables.items() if number in rows] == []


async def test_what_was_overwritten_is_noted_without_what_had_stood_there(world: World) -> None:
    at = world.context
    contact_id, name = a_contact_of(world.kari)
    await ContactEraser(at).erase(world.journey_id, contact_id, actor_id=ACTOR)
    noted = (await everything(at.dsn))["redactions"]

    assert ("a contact was forgotten" in noted) == (at.vault is None)
    assert name not in noted


async def test_forgetting_twice_changes_nothing_more(world: World) -> None:
    at = world.context
    contact_id, _ = a_contact_of(world.kari)
    await ContactEraser(at).erase(world.journey_id, contact_id, actor_id=ACTOR)
    again = await ContactEraser(at).erase(world.journey_id, contact_id, actor_id=ACTOR)
    told = await at.log.read_stream(world.journey_id, tenant_id=TENANT)

    assert again.overwritten == 0
    assert at.ledger.open_intents() == {}
    assert [row.topic for row in told].count("ContactForgotten") == 1


async def test_who_knew_the_name_drops_it_at_once(world: World) -> None:
    """Whatever their caches and keys: another process is told of it by the journey alone."""
    at = world.context
    contact_id, name = a_contact_of(world.kari)
    async with open_erasure_context(at.dsn, at.ledger.path, sealed=at.vault is not None) as elsewhere:
        knowing = Journeys(elsewhere.log, now=at.now, sealing=elsewhere.sealer)
        before = await knowing.view(NETWORK, world.journey_id, tenant_id=TENANT)
        await ContactEraser(at).erase(world.journey_id, contact_id, actor_id=ACTOR)
        after = await knowing.view(NETWORK, world.journey_id, tenant_id=TENANT)
        journey = await knowing.get(world.journey_id, tenant_id=TENANT)

    assert name in names_in(before).values()
    known = names_in(after)
    assert (known[contact_id], journey.network.contacts[contact_id].name) == (REDACTED, REDACTED)
    told = [line.event for line in journey.authored_events if isinstance(line.event, ContactAdded)]
    assert {one.name for one in told if one.contact_id == contact_id} == {REDACTED}


def names_in(view: Network) -> dict[UUID, str | None]:
    met = {one.contact_id: one.name for one in view.contacts}
    return met | {one.contact_id: one.name for one in view.unmet}


@pytest.mark.parametrize("given", ["Somebody Else", "[redacted]"])
async def test_who_was_forgotten_is_not_told_of_again(world: World, given: str) -> None:
    at = world.context
    contact_id, _ = a_contact_of(world.kari)
    await ContactEraser(at).erase(world.journey_id, contact_id, actor_id=ACTOR)
    journeys = Journeys(at.log, now=at.now, sealing=at.sealer)
    journey = await journeys.get(world.journey_id, tenant_id=TENANT)
    number, fact = next(
        (number, fact)
        for number, fact in journey.unretracted_events().items()
        if isinstance(fact, ContactAdded) and fact.contact_id == contact_id
    )
    again = AddContact(happened_on=fact.happened_on, contact_id=contact_id, name=given, tie="weak")
    met = PlanExperiment(
        happened_on=NOW.date(),
        experiment_id=uuid4(),
        kind="conversation",
        contact=ContactInput(contact_id=contact_id, tie="weak", name=given),
    )
    correction = CorrectEntry(happened_on=NOW.date(), number=number, restated=again)
    back = RetractEntry(happened_on=NOW.date(), number=len(journey.authored_events))
    commands: list[tuple[UUID, UserCommand]] = [
        (ACTOR, again),
        (ACTOR, met),
        (world.kari.actor, correction),
        (ACTOR, back),
    ]

    for actor_id, command in commands:
        with pytest.raises(InvalidOperation):
            await execute(journeys, world.journey_id, command, actor_id=actor_id, tenant_id=TENANT)


async def test_a_step_with_who_was_forgotten_needs_no_name(world: World) -> None:
    at = world.context
    contact_id, _ = a_contact_of(world.kari)
    await ContactEraser(at).erase(world.journey_id, contact_id, actor_id=ACTOR)
    journeys = Journeys(at.log, now=at.now, sealing=at.sealer)
    met = PlanExperiment(
        happened_on=NOW.date(),
        experiment_id=uuid4(),
        kind="conversation",
        contact=ContactInput(contact_id=contact_id, tie="strong"),
    )
    receipt = await execute(journeys, world.journey_id, met, actor_id=ACTOR, tenant_id=TENANT)

    assert receipt.events > 0


async def test_only_who_is_known_can_be_forgotten(world: World) -> None:
    at = world.context
    contact_id, _ = a_contact_of(world.kari)
    with pytest.raises(UnknownContact):
        await ContactEraser(at).erase(world.journey_id, world.journey_id, actor_id=ACTOR)
    with pytest.raises(UnknownJourney):
        await ContactEraser(at).erase(contact_id, contact_id, actor_id=ACTOR)

    assert at.ledger.entries() == []


async def test_contacts_go_with_the_journey(world: World) -> None:
    at = world.context
    contact_id, _ = a_contact_of(world.kari)
    await ContactEraser(at).erase(world.journey_id, contact_id, actor_id=ACTOR)
    await JourneyEraser(at).erase(world.journey_id)

    assert await ContactEraser(at).replay_ledger(actor_id=ACTOR) == []
    with pytest.raises(UnknownJourney):
        await ContactEraser(at).erase(world.journey_id, contact_id, actor_id=ACTOR)


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
