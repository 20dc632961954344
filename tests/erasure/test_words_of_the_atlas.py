"""Erasing finishes when roles and skills go by the words of the atlas, which stand in its own tables and files."""

from collections.abc import AsyncIterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from uuid import uuid4

import pytest
from msgspec.structs import replace

from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.skills import SkillJudged
from service.atlas.loading import load_starter
from service.personal_data.erasure.canaries import make_canaries
from service.personal_data.erasure.erasure_check import check_erasures
from service.personal_data.erasure.journey_eraser import JourneyEraser
from service.postgres.migrations import migrate
from service.postgres.server import EmbeddedPostgres
from tests.erasure.canary_journey import CanaryJourney, canaries_in, canary_journey
from tests.erasure.test_files import Server
from tests.erasure.world import TENANT, caught_up, record

pytestmark = pytest.mark.slow

SELECT_TITLES = "select titles->>'en' from atlas.{} where length(titles->>'en') > 15 order by 1 limit 2"
RENAME = """
update atlas.{} set titles = '{{"en": "something else altogether"}}' where titles->>'en' = any($1)
"""


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    home = Path(mkdtemp(prefix="files-"))
    home.chmod(0o711)
    with EmbeddedPostgres(home / "server", durable=False) as running:
        await migrate(running.dsn)
        await load_starter(running.dsn)
        yield Server(running.dsn, running.folder.cluster, home)
    rmtree(home)


async def titles(server: Server, table: str) -> list[str]:
    return [row[0] for row in await server.sql(SELECT_TITLES.format(table))]


def in_words_of_the_atlas(journey: CanaryJourney, roles: list[str], skills: list[str]) -> CanaryJourney:
    """The journey with some of its roles and skills called as the atlas calls them."""
    of_roles, of_skills = iter(roles), iter(skills)
    events = [
        replace(one, title=next(of_roles, one.title))
        if isinstance(one, RoleDiscovered)
        else replace(one, title=next(of_skills, one.title))
        if isinstance(one, SkillJudged)
        else one
        for one in journey.events
    ]
    return replace(journey, events=tuple(events))


@pytest.mark.parametrize("replaced", [False, True], ids=["as it stands", "of an edition that was replaced"])
async def test_words_of_the_atlas_are_nothing_left(server: Server, *, replaced: bool) -> None:
    roles, skills = await titles(server, "occupations"), await titles(server, "skills")
    journey = in_words_of_the_atlas(canary_journey(uuid4(), 1000), roles, skills)
    assert {one.title for one in journey.events if isinstance(one, RoleDiscovered)} & set(roles)
    assert {one.title for one in journey.events if isinstance(one, SkillJudged)} & set(skills)
    async with server.context(sealed=False) as at:
        await record(at, journey, TENANT)
        await caught_up(at)
        if replaced:
            await server.sql(RENAME.format("occupations"), roles)
            await server.sql(RENAME.format("skills"), skills)
            await server.sql("delete from atlas.labels where label = any($1)", roles)
            await server.sql("analyze")
        await server.sql("checkpoint")
        done = await JourneyEraser(at).erase(journey.journey_id)
        check = await check_erasures(at, make_canaries([*roles, *skills]))

    assert done.disk
    assert done.disk.scan
    assert done.disk.scan.is_clean
    assert done.looked_for
    assert server.holds(canaries_in(journey.events)).nothing
    assert check.is_clean
