import pytest

from service.atlas.atlas import Atlas
from service.atlas.role_sheet import SheetQuestion
from service.postgres.connections import open_pool
from service.postgres.migrations import migrate


async def test_an_empty_atlas_answers_with_nothing(empty_database: str) -> None:
    await migrate(empty_database)
    pool = await open_pool(empty_database, 1)
    try:
        atlas = Atlas(pool)

        assert await atlas.search("nurse", "en") == ()
        assert await atlas.occupations(["x"], "en") == {}
        assert await atlas.group_titles(["2221"], "en") == {}
        assert await atlas.in_groups(["2221"]) == {"2221": ()}
        assert await atlas.near(["x"], "en") == ()
        assert await atlas.near_all(["x"], "en") == ()
        assert await atlas.by_qualities(["outdoors"], "en") == ()
        assert await atlas.qualities_of(["x"]) == {}
        assert await atlas.skills("x", "en") == ()
        assert await atlas.similarity("x", ["y"]) == {}
        assert await atlas.likeness(["x"], ["y"]) == {}
        assert await atlas.nearly_same(["x"], ["2221"]) == {}
        assert await atlas.outlook("2221") == ()
        assert await atlas.editions() == ()
    finally:
        pool.terminate()


@pytest.mark.parametrize(
    "odd", ["", "\0", "a\0b", "\ud800", "%", "'", "\n", "x" * 100_000, "\N{GRINNING FACE}"]
)
async def test_what_nobody_can_be_called_is_not_there(odd: str, database: str) -> None:
    pool = await open_pool(database, 1)
    try:
        atlas = Atlas(pool)

        assert await atlas.occupations([odd], "en") == {}
        assert await atlas.group_titles([odd], "en") == {}
        assert await atlas.in_groups([odd]) == {}
        assert await atlas.near([odd], "en", without=[odd]) == ()
        assert await atlas.near_all([odd], "en") == ()
        assert await atlas.by_qualities([odd], "en", without=[odd]) == ()
        assert await atlas.qualities_of([odd]) == {}
        assert await atlas.skills(odd, "en") == ()
        assert await atlas.similarity(odd, ["x", odd + "y"]) == {}
        assert await atlas.likeness([odd], [odd]) == {}
        assert await atlas.nearly_same([odd], [odd]) == {}
        assert await atlas.outlook(odd) == ()
        asked = SheetQuestion(occupation_id=odd, isco_group=odd, others=(odd,), country="SE")
        assert (await atlas.role_sheet(asked, "en")).occupation is None
        await atlas.search(odd, "en")
    finally:
        pool.terminate()
