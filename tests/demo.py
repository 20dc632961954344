"""`soundings demo`, running: who can sign in there, and what each of them finds."""

import re
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from threading import Thread

import httpx
import pytest

from tests.forked import fork_soundings
from tests.same_origin import SAME_ORIGIN

LINE = re.compile(r"  (?P<name>.+), (?P<role>\w+) +(?P<link>http://localhost:\d+/demo/[\w-]+)")


class Demo:
    """A demo that runs: what it printed, and the way in for each."""

    def __init__(self, printed: list[str]) -> None:
        self.printed = printed
        self.site = printed[-1].removesuffix("/demo")
        told = [found for line in printed if (found := LINE.fullmatch(line))]
        self.links = {found["name"]: found["link"] for found in told}
        self.roles = [found["role"] for found in told]
        self.addresses: dict[str, list[str]] = {}
        """The pages that links lead somebody to, once they were looked for."""

    @asynccontextmanager
    async def as_(self, name: str) -> AsyncIterator[httpx.AsyncClient]:
        """A browser in which somebody has signed in by their button."""
        async with httpx.AsyncClient(base_url=self.site) as browser:
            answer = await browser.post(self.links[name], headers=SAME_ORIGIN)
            assert (answer.status_code, answer.headers["location"]) == (303, "/"), answer.text
            yield browser

    async def journeys(self, name: str) -> dict[str, str]:
        """The journeys somebody may see: the address by the name."""
        async with self.as_(name) as browser:
            answer = await browser.get("/api/v1/journeys")
        assert answer.status_code == 200
        return {one["called"]: f"/journeys/{one['journey_id']}" for one in answer.json()["journeys"]}

    async def first_page(self, name: str) -> str:
        """Where somebody is led who signed in."""
        async with self.as_(name) as browser:
            return (await browser.get("/")).headers["location"]


@contextmanager
def running_demo(*options: str, **environment: str) -> Iterator[Demo]:
    """A demo in a process of its own, until the block ends."""
    variables = {"PATH": "/usr/bin:/bin", "HOME": tempfile.gettempdir(), **environment}
    with fork_soundings("demo", *options, environment=variables) as process:
        printed: list[str] = []
        # What it says later has to be read, too: a full pipe would hold it up.
        reader = Thread(target=process.stdout.read)
        try:
            for line in process.stdout:
                printed.append(line.rstrip("\n"))
                if printed[-1].endswith("/demo"):
                    break
            else:
                pytest.fail("\n".join(printed))
            reader.start()
            yield Demo(printed)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
            if reader.is_alive():
                reader.join()
