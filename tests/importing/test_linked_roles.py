"""Roles of an imported journey that go by a name of the atlas are linked to it, once."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from domain.journey.commands.roles import LinkRole
from domain.journey.decide import UserCommand
from service.atlas.atlas import Atlas
from service.importing.history_files import ImportedHistory, ImportStep
from service.importing.importer import import_histories
from service.postgres.connections import open_pool
from tests.web.atlas_in_memory import SMALL_ATLAS
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, MONDAY, discover, start, uid


def history(*commands: UserCommand) -> ImportedHistory:
    steps = (
        ImportStep(command_id=uid(f"import {number}"), command=command, where="the test")
        for number, command in enumerate(commands)
    )
    return ImportedHistory(journey_id=MARLOES, source="a file", steps=tuple(steps))


async def linked(service: Pages, *commands: UserCommand) -> list[int]:
    """How many roles were linked by an import."""
    imported = import_histories(service.journeys, SMALL_ATLAS, [history(*commands)])
    return [one.linked async for one in imported]


async def links(service: Pages) -> dict[UUID, str | None]:
    roles = (await service.journeys.get(MARLOES)).roles
    return {key: role.link.occupation_id for key, role in roles.items() if role.link}


async def test_a_role_with_a_name_of_the_atlas_is_linked_and_no_other() -> None:
    commands = (start(), discover("nurse"), discover("listener to the sea"))
    async with pages() as service:
        assert await linked(service, *commands) == [1]
        assert await links(service) == {uid("nurse"): "nurse"}
        # The same file again adds nothing.
        assert await linked(service, *commands) == [0]


async def test_a_link_that_the_file_has_stays() -> None:
    other = LinkRole(happened_on=MONDAY, role_id=uid("nurse"), isco_group="2222", occupation_id="midwife")
    async with pages() as service:
        assert await linked(service, start(), discover("nurse"), other) == [0]
        assert await links(service) == {uid("nurse"): "midwife"}


@pytest.fixture
async def starter(database: str) -> AsyncIterator[Atlas]:
    pool = await open_pool(database, 1)
    try:
        yield Atlas(pool)
    finally:
        pool.terminate()


async def test_a_name_means_what_alone_goes_by_it_in_the_language(starter: Atlas) -> None:
    named = await starter.named({"Verpleegster", "verpleegkundige", "nurse", "listener to the sea", ""}, "nl")

    assert named.keys() == {"Verpleegster", "verpleegkundige"}
    assert len({one.occupation_id for one in named.values()}) == 1
    assert await starter.named((), "nl") == {}
