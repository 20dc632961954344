"""Processes of their own, forked from one that has loaded the service: to load it anew takes longer than most of them run."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping
from multiprocessing.reduction import DupFd
from types import TracebackType
from typing import Any, Self

from service.cli import main

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.loaded_service"])


class Forked:
    """A process that runs a function, and what it prints."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        read, write = os.pipe()
        self._process = CONTEXT.Process(target=_printing, args=(DupFd(write), function, arguments))
        self._process.start()
        os.close(write)
        self.stdout = os.fdopen(read, encoding="utf-8")

    def send_signal(self, number: signal.Signals) -> None:
        """Sends a signal, unless it has ended."""
        if self._process.is_alive() and self._process.pid:
            os.kill(self._process.pid, number)

    def wait(self, timeout: float = 60) -> int:
        """Its exit status: negative if a signal ended it. It is killed if it takes longer than `timeout` seconds."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            self._process.kill()
            raise TimeoutError(f"it did not end within {timeout} s")
        return self._process.exitcode

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error:
            self._process.kill()
        self._process.join(60)
        self.stdout.close()


def fork_soundings(*arguments: str, environment: Mapping[str, str]) -> Forked:
    """Runs the command `soundings` with these variables of the environment and no others."""
    return Forked(run_soundings, arguments, dict(environment))


def _printing(output: Any, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    descriptor = output.detach()
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)
    function(*arguments)


def run_soundings(arguments: tuple[str, ...], environment: Mapping[str, str]) -> None:
    """Runs the command `soundings` in this process, which is for nothing else."""
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["soundings", *arguments]
    main()
