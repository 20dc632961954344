"""How many of the project's own files a request passes, and how often it calls the log: `docs/the-way-of-a-request.md`."""

import asyncio
import logging
from pathlib import Path

import pytest

from benchmarks.file_tracer import Recording, Tracer, file_counts
from benchmarks.trace_files import PAGE, POST, invite, signed_in_client, trace_request

MOST_FILES = {POST: 26, PAGE: 24}
"""Half of what they once passed; projections, localization and templates apart."""


@pytest.fixture
async def recordings(database: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> dict[str, Recording]:
    caplog.set_level(logging.WARNING, "service.requests")
    tracer = Tracer()
    with tracer.installed():
        invitation = await asyncio.to_thread(invite, database)
        async with signed_in_client(database, invitation, tmp_path / "ledger") as http:
            return {name: (await trace_request(tracer, http, name)).recording for name in MOST_FILES}


async def test_a_request_passes_few_files_and_calls_the_log_once(recordings: dict[str, Recording]) -> None:
    for name, recording in recordings.items():
        files = "\n".join(recording.counted)
        assert file_counts(recording.counted)["code"] <= MOST_FILES[name], files

    assert recordings[POST].calls == {"append": 1}
    assert recordings[PAGE].calls == {"read_stream": 1}
