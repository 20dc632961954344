"""A world to erase somebody from, once with what is personal in the clear and once sealed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.erasure.world import World, made, open_erasure_context


@pytest.fixture(params=[False, True], ids=["in the clear", "sealed"])
async def world(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_erasure_context(database, tmp_path / "erasures.jsonl", sealed=request.param) as at:
        yield await made(at)
