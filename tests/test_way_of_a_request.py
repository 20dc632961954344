"""How many of the project's own files a request passes, and how often it calls the log: `docs/the-way-of-a-request.md`."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator

import pytest

from benchmarks.file_tracer import COUNTED_APART, ROOT, Recording, Tracer, file_counts, kind_of
from benchmarks.trace_files import FORM, PAGE, POST, invite, signed_in_client, trace_request
from tests.databases import Databases

pytestmark = pytest.mark.slow

MOST_FILES = {POST: 36, PAGE: 39}
"""Half of what they once passed, and what nothing did then: for a command six that check its texts, dates and guesses and say
which answers are news, for a page nine that give the browser its key, score guesses, ask of roles, know the day, share the events of the journey and clean
what is shown, for both those that bound what one person or one long journey takes of the service; projections,
localization and templates apart."""
SECTIONS = {POST: "A command", FORM: "A form", PAGE: "A page"}
DOCUMENT = ROOT / "docs" / "the-way-of-a-request.md"


@pytest.fixture(scope="module")
async def recordings(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, Recording]]:
    """What each request passed. The log of requests is off, as it would be formatted on the way."""
    requests, tracer = logging.getLogger("service.requests"), Tracer()
    usual, ledger = requests.level, tmp_path_factory.mktemp("traced") / "ledger"
    requests.setLevel(logging.WARNING)
    async with databases.borrowed() as dsn:
        with tracer.installed():
            invitation = await asyncio.to_thread(invite, dsn)
            async with signed_in_client(dsn, invitation, ledger) as http:
                recordings = {name: (await trace_request(tracer, http, name)).recording for name in SECTIONS}
        yield recordings
    requests.setLevel(usual)


async def test_a_request_passes_few_files_and_calls_the_log_once(recordings: dict[str, Recording]) -> None:
    for name, most in MOST_FILES.items():
        files = "\n".join(recordings[name].counted)
        assert file_counts(recordings[name].counted)["code"] <= most, files

    assert recordings[POST].calls == {"append": 1}
    assert recordings[FORM].calls == {"read_stream": 1, "append": 1}
    assert recordings[PAGE].calls == {"read_stream": 1}


def listed_files(section: str) -> set[str]:
    """The files in the table of a section; one without a folder stands in that of the file before it."""
    text = DOCUMENT.read_text(encoding="utf-8").partition(f"## {section}\n")[2].partition("\n## ")[0]
    files, folder = set[str](), ""
    for row in (line.split("|")[1] for line in text.splitlines() if line.startswith("| `")):
        for path in re.findall(r"`([\w/.]+\.py)`", row):
            folder = path.rpartition("/")[0] if "/" in path else folder
            files.add(f"{folder}/{path.rpartition('/')[2]}")
    return files


async def test_the_document_lists_the_files_that_requests_pass(recordings: dict[str, Recording]) -> None:
    for name, section in SECTIONS.items():
        passed = {
            path for path in recordings[name].counted if kind_of(path) not in (*COUNTED_APART, "templates")
        }

        assert listed_files(section) == passed
