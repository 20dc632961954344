"""The processes of a storm: a database of its own, web processes and workers, all of them real."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from service.postgres.server import EmbeddedPostgres
from tests.faults.proxy import Proxy

ROOT = Path(__file__).parents[2]
START_SECONDS = 60.0


class StormDatabase:
    """A private server of its own; on a small disk of its own where that can be had."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        self.has_own_disk = _mount(folder / "disk")
        self._server = EmbeddedPostgres(folder / "disk" / "data")
        self.dsn = self._server.start()
        self._socket = self._where()

    @property
    def socket(self) -> Path:
        """Where the server listens; the same after each start."""
        return self.folder / "server"

    def start(self) -> None:
        """Starts it again."""
        self.dsn = self._server.start()
        self._socket = self._where()

    def stop_immediately(self) -> None:
        """As bad as a crash: it recovers from its log when it starts again."""
        pid = int((self.folder / "disk" / "data" / "pgdata" / "postmaster.pid").read_text().split("\n")[0])
        os.kill(pid, signal.SIGQUIT)
        while Path(f"/proc/{pid}").exists() and _state(pid) != "Z":
            pass

    def fill(self) -> None:
        """Leaves no room on its disk."""
        with suppress(OSError), (self.folder / "disk" / "filler").open("wb") as file:
            while True:
                file.write(bytes(1 << 16))
                file.flush()

    def make_room(self) -> None:
        """Gives the room back."""
        (self.folder / "disk" / "filler").unlink(missing_ok=True)

    def end(self) -> None:
        """Stops it."""
        self._server.stop()
        if self.has_own_disk:
            subprocess.run(["umount", "--lazy", self.folder / "disk"], check=False)

    def _where(self) -> Path:
        found = self.dsn.split("host=")[1].split("&")[0].replace("%2F", "/")
        link = self.folder / "server"
        link.unlink(missing_ok=True)
        link.symlink_to(Path(found) / ".s.PGSQL.5432")
        return link

    async def connect(self) -> "asyncpg.Connection[Any]":
        return await asyncpg.connect(self.dsn, timeout=5)


class StormProcess:
    """One process of the service, which is started again whenever it was killed."""

    def __init__(self, name: str, proxy: Proxy, folder: Path, broken: str | None) -> None:
        self.name = name
        self.proxy = proxy
        self.is_worker = name.startswith("worker")
        self.port = _free_port()
        self._log = folder / f"{name}.log"
        self._folder = folder
        self._broken = broken
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def start(self) -> None:
        command: Sequence[str] = ("worker" if self.is_worker else "serve", "--port", str(self.port))
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SOUNDINGS_")}
        environment |= {
            "DATABASE_URL": self.proxy.dsn,
            "HOME": str(self._folder),
            "PYTHONPATH": str(ROOT),
            "SOUNDINGS_LEDGER": str(self._folder / "erasures.jsonl"),
            "SOUNDINGS_WORK": "here" if self.is_worker else "elsewhere",
            "SOUNDINGS_MIGRATE": "false",
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.entry", self._broken or "sound", *command],
                env=environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )

    def signal(self, number: int) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(number)

    async def end(self, number: int) -> None:
        """Ends it by a signal, and waits until it has ended."""
        self.signal(number)
        if self._process:
            await asyncio.to_thread(self._process.wait, 30)

    def revive(self) -> bool:
        """Starts it again if it has ended by itself, as systemd would; True if so."""
        if self._process and self._process.poll() is not None:
            self.start()
            return True
        return False

    async def is_ready(self, http: httpx.AsyncClient) -> bool:
        try:
            return (await http.get(f"{self.address}health/ready", timeout=3)).status_code == 200
        except httpx.HTTPError:
            return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"


def _mount(folder: Path) -> bool:
    folder.mkdir(exist_ok=True)
    if os.geteuid() != 0:
        return False
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1g,mode=0755", "tmpfs", folder],
        check=False,
        capture_output=True,
    )
    return done.returncode == 0
