"""A backup brings back what was erased after it was made; until that is erased again, nobody is served from it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from service.personal_data.erasure.contact_eraser import ContactEraser
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.journey_eraser import ErasureStep, JourneyEraser
from service.personal_data.erasure.restored_backup import ErasedDataRestored, check_restored_data
from tests.databases import Databases
from tests.erasure.world import (
    ACTOR,
    TENANT,
    World,
    a_contact_of,
    digest_of_others,
    made,
    open_erasure_context,
)

pytestmark = pytest.mark.slow


class Copied(Struct, frozen=True):
    """A world, and the address of a copy of its database from before anything was erased."""

    world: World
    backup: str
    sealed: bool

    @property
    def ledger(self) -> Path:
        return self.world.context.ledger.path


@pytest.fixture(params=[False, True], ids=["in the clear", "sealed"])
async def copied(
    request: pytest.FixtureRequest, database: str, databases: Databases, tmp_path: Path
) -> AsyncIterator[Copied]:
    ledger = tmp_path / "erasures.jsonl"
    async with open_erasure_context(database, ledger, sealed=request.param) as at:
        world = await made(at)
    # A database can be copied only while nobody is in it.
    backup = await databases.copy(database)
    async with open_erasure_context(database, ledger, sealed=request.param) as at:
        yield Copied(replace(world, context=at), backup, request.param)


async def test_what_was_erased_and_lives_again_is_refused_until_it_is_erased_again(copied: Copied) -> None:
    world = copied.world
    others = await digest_of_others(world.context, world.journey_id)
    await JourneyEraser(world.context).erase(world.journey_id)
    async with open_erasure_context(copied.backup, copied.ledger, sealed=copied.sealed) as at:
        with pytest.raises(ErasedDataRestored) as told:
            await check_restored_data(at)
        (again,) = await JourneyEraser(at).replay_ledger()

        assert str(told.value) == (
            "1 person or journey that was erased is in this database again: "
            "run `soundings erase --replay` before serving it"
        )
        assert (again.journey_id, again.already) == (world.journey_id, False)
        assert await check_restored_data(at) == 0
        assert await JourneyEraser(at).replay_ledger() == []
        assert await digest_of_others(at, world.journey_id) == others


async def test_a_contact_who_was_forgotten_and_is_known_again_is_refused(copied: Copied) -> None:
    world = copied.world
    contact_id, _ = a_contact_of(world.kari)
    await ContactEraser(world.context).erase(world.journey_id, contact_id, actor_id=ACTOR)
    async with open_erasure_context(copied.backup, copied.ledger, sealed=copied.sealed) as at:
        with pytest.raises(ErasedDataRestored):
            await check_restored_data(at)
        (again,) = await ContactEraser(at).replay_ledger(actor_id=ACTOR)

        assert again.contact_id == contact_id
        assert await check_restored_data(at) == 0
        assert await ContactEraser(at).replay_ledger(actor_id=ACTOR) == []


async def test_nothing_was_erased_nothing_is_refused(copied: Copied) -> None:
    assert await check_restored_data(copied.world.context) == 0


@pytest.mark.parametrize(("step", "refused"), [("keys", True), ("log", False)])
async def test_an_erasure_under_way_is_refused_only_while_there_is_something_to_read(
    copied: Copied, step: ErasureStep, *, refused: bool
) -> None:
    at = copied.world.context

    def reached(one: ErasureStep) -> None:
        if one == step:
            raise KeyError

    with pytest.raises(KeyError):
        await JourneyEraser(at, reached=reached).erase(copied.world.journey_id)
    assert await is_refused(at) == refused
    await JourneyEraser(at).replay_ledger()
    assert at.ledger.open_intents() == {}
    assert await at.log.read_stream(copied.world.journey_id, tenant_id=TENANT) != []


async def is_refused(at: ErasureContext) -> bool:
    try:
        assert await check_restored_data(at) == 1
    except ErasedDataRestored:
        return True
    return False
