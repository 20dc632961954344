"""How many of the project's own files one command passes, from the request to its row: `benchmarks.trace_files` lists them."""

import asyncio
from pathlib import Path

from benchmarks.file_tracer import Tracer, file_counts
from benchmarks.trace_files import POST, invite, signed_in_client, trace_request

MOST_FILES = 29
"""Projections, localization and templates apart."""


async def test_a_command_passes_few_files_and_goes_to_the_log_once(database: str, tmp_path: Path) -> None:
    def traced() -> tuple[dict[str, int], list[str], dict[str, int]]:
        tracer = Tracer()

        async def post() -> tuple[dict[str, int], list[str], dict[str, int]]:
            async with signed_in_client(database, invitation, tmp_path / "ledger") as http:
                recording = (await trace_request(tracer, http, POST)).recording
            return file_counts(recording.counted), recording.counted, dict(recording.calls)

        with tracer.installed():
            invitation = invite(database)
            return asyncio.run(post())

    counts, files, calls = await asyncio.to_thread(traced)

    assert counts["code"] <= MOST_FILES, "\n".join(files)
    assert calls == {"append": 1}
