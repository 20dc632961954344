"""Dummy kits as ZIP files, to be downloaded: each is made once for a definition, in a process of its own."""

import asyncio
import hashlib
import sys
import tempfile
from pathlib import Path

import msgspec
from msgspec import Struct

from service.application.studies import StudyDefinition
from service.research.archives import pack_folder
from service.research.tools import require_tools

CLIENTS = 200
WEEKS = 12
"""Simulated clients of a kit that a page offers, and at most how many weeks of each; the command line makes larger ones."""
DAYS_IN_WEEK = 7
MOST_SECONDS = 120
MAIN = "from service.cli import main; main()"


class KitNotMade(Exception):
    """Raised when the files of a kit could not be made."""


class KitSize(Struct, frozen=True, kw_only=True):
    """How large a kit is."""

    clients: int
    weeks: int


def kit_size(study: StudyDefinition) -> KitSize:
    """The size of the kit that a page offers of a study."""
    days = (study.ends_on - study.starts_on).days + 1
    return KitSize(clients=CLIENTS, weeks=max(1, min(WEEKS, -(-days // DAYS_IN_WEEK))))


class DummyKits:
    """Makes kits one after another, and keeps them while the process runs."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._turn = asyncio.Lock()

    async def zip_of(self, study: StudyDefinition) -> Path:
        """The kit of a study as a file. Raises `ResearchToolsMissing`, `KitNotMade`."""
        require_tools()
        stated = msgspec.json.encode(study, order="deterministic")
        async with self._turn:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(
                    prefix="soundings-kits-", ignore_cleanup_errors=True
                )
            kept = Path(self._folder.name) / f"{hashlib.sha256(stated).hexdigest()}.zip"
            if not await asyncio.to_thread(kept.exists):
                await self._make(stated, kit_size(study), kept)
            return kept

    async def _make(self, stated: bytes, size: KitSize, kept: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="soundings-kit-", ignore_cleanup_errors=True) as place:
            definition, to = Path(place) / "study.json", Path(place) / "kit"
            await asyncio.to_thread(definition.write_bytes, stated)
            sizes = ("--clients", str(size.clients), "--weeks", str(size.weeks))
            options = ("--definition", str(definition), "--to", str(to), *sizes)
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-c",
                MAIN,
                "research",
                "dummy",
                *options,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                failed = await asyncio.wait_for(process.wait(), MOST_SECONDS)
            except TimeoutError:
                raise KitNotMade(f"the command took more than {MOST_SECONDS} seconds") from None
            finally:
                # Also when whoever asked went away, or the service stops.
                if process.returncode is None:
                    process.kill()
            if failed:
                raise KitNotMade(f"the command ended with {failed}")
            await asyncio.to_thread(pack_folder, to, kept)
