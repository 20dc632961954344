"""The whole of ESCO, loaded once for all tests that read it."""

from collections.abc import AsyncIterator

import pytest

from service.atlas.loading import load_download
from tests.atlas.taxonomy import taxonomy
from tests.databases import Databases


@pytest.fixture(scope="session")
async def whole_esco(databases: Databases) -> AsyncIterator[str]:
    """The DSN of a database with the whole set in it, for tests that only read; they are skipped where there is none."""
    place = taxonomy()
    async with databases.borrowed() as dsn:
        await load_download(dsn, place)
        yield dsn
