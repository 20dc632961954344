"""Runs several processes of `soundings serve` on one address: one that ends before it should is started again."""

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

REST_SECONDS = 1.0
"""How long after its start a process that ended is replaced, at the earliest; after each further short life twice as long."""

LONGEST_REST_SECONDS = 30.0

LONG_LIFE_SECONDS = 60.0
"""Who lived for so long is not thought to be ill."""

END_SECONDS = 20.0
"""How long the processes have to end; then they are killed."""

LOOK_SECONDS = 0.1

PROGRAM = (sys.executable, "-c", "from service.cli import main; main()")

log = logging.getLogger(__name__)


class Place:
    """One place among the processes, and the process that has it."""

    def __init__(self, command: Sequence[str], descriptor: int, *, announces: bool) -> None:
        """`descriptor` is the socket on which it listens; the first process that `announces` prints the address."""
        self._command = [*PROGRAM, *command, "--fd", str(descriptor)]
        self._descriptor = descriptor
        self._short_lives = 0
        self.process = self._start([] if announces else ["--quiet"])

    @property
    def is_taken(self) -> bool:
        """Whether its process runs."""
        return self.process.poll() is None

    def refill(self) -> None:
        """Starts a process in the place of one that has ended, once that is due."""
        lived = time.monotonic() - self._started
        rest = min(LONGEST_REST_SECONDS, REST_SECONDS * 2.0**self._short_lives)
        if self.is_taken or lived < rest:
            return
        log.warning("a process ended with status %s; another one is started", self.process.returncode)
        self._short_lives = 0 if lived > LONG_LIFE_SECONDS else min(self._short_lives + 1, 10)
        self.process = self._start(["--quiet"])

    def _start(self, also: Sequence[str]) -> "subprocess.Popen[bytes]":
        self._started = time.monotonic()
        return subprocess.Popen([*self._command, *also], pass_fds=[self._descriptor])  # noqa: S603 - our own program


class Supervisor:
    """Keeps a number of processes running until it is asked to stop."""

    def __init__(self, command: Sequence[str], descriptor: int, count: int) -> None:
        """`command` is that of `soundings`; `descriptor` is the socket on which all of them listen."""
        self._asked_to_stop = 0
        self._places = [Place(command, descriptor, announces=n == 0) for n in range(count)]

    def run(self) -> None:
        """Returns once it was asked to stop by SIGINT or SIGTERM, and all processes have ended. Asked twice, it kills them."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        while not self._asked_to_stop:
            time.sleep(LOOK_SECONDS)
            for place in self._places:
                place.refill()
        self._end()

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._asked_to_stop += 1

    def _end(self) -> None:
        deadline = time.monotonic() + END_SECONDS
        for place in self._places:
            place.process.terminate()
        while any(place.is_taken for place in self._places):
            if time.monotonic() > deadline or self._asked_to_stop > 1:
                for place in self._places:
                    place.process.kill()
            time.sleep(LOOK_SECONDS)
