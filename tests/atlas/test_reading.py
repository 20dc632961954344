from service.atlas.atlas import Atlas
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
        assert await atlas.in_group("2221", "en") == ()
        assert await atlas.near(["x"], "en") == ()
        assert await atlas.near_all(["x"], "en") == ()
        assert await atlas.by_qualities(["outdoors"], "en") == ()
        assert await atlas.qualities_of(["x"]) == {}
        assert await atlas.skills("x", "en") == ()
        assert await atlas.similarity("x", ["y"]) == {}
        assert await atlas.outlook("2221") == ()
        assert await atlas.editions() == ()
    finally:
        pool.terminate()
