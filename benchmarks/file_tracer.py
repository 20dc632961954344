"""Records which of the project's files are entered while a piece of work runs."""

import asyncio
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, TypeVar

from service.event_store.postgres import PostgresEventLog
from service.event_store.writer import BatchWriter

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("domain", "projections", "service")
"""The project's own folders."""
COUNTED_APART = {"localization": "service/localization/", "projections": "projections/"}
"""What is no part of the sum, by how its paths begin."""
TEMPLATES = (".html", ".txt", ".xml", ".svg", ".js", ".j2")
LOG_FOLDER = "service/event_store/"
"""A task whose coroutine stands here works for the log."""
READS = ("read_stream", "read_streams")
"""Methods of the log that read it for a request."""
OTHER_CALLS = ("command_results", "read_all", "append")

T = TypeVar("T")
Files = dict[str, None]
"""Paths in the order in which they were first entered."""


class Recording:
    """The files entered and the event store's methods called, by the task that did so."""

    def __init__(self) -> None:
        self.own: Files = {}
        self.of_the_log: Files = {}
        self.others: dict[str, Files] = {}
        self.in_order: Files = {}
        self.calls: Counter[str] = Counter()
        self.calls_by_others: Counter[str] = Counter()
        self.seconds = 0.0

    @property
    def counted(self) -> list[str]:
        """The files the work itself entered, in order, with those of the store's tasks, which write its row."""
        return [path for path in self.in_order if path in self.own or path in self.of_the_log]

    @property
    def by_others_alone(self) -> list[str]:
        """The files that only other tasks entered."""
        return [path for path in self.in_order if path not in self.own and path not in self.of_the_log]

    @property
    def reads(self) -> int:
        """How often the work read the log."""
        return sum(self.calls[name] for name in READS)


class Tracer:
    """Receives every function call of every thread while a recording is on."""

    def __init__(self) -> None:
        self._recording: Recording | None = None
        self._paths: dict[str, str | None] = {}
        self._whose: ContextVar[Recording | None] = ContextVar("whose", default=None)

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Installs the tracer. Enter it first: only threads that start inside are traced."""
        owners = {
            name: BatchWriter if name == "append" else PostgresEventLog for name in (*READS, *OTHER_CALLS)
        }
        methods = {name: getattr(owner, name) for name, owner in owners.items()}
        before = sys.getprofile()
        threading.setprofile(self._on_call)
        sys.setprofile(self._on_call)
        for name, method in methods.items():
            setattr(owners[name], name, self._counting(name, method))
        try:
            yield
        finally:
            for name, method in methods.items():
                setattr(owners[name], name, method)
            sys.setprofile(before)
            threading.setprofile(before)

    async def record(self, work: Callable[[], Awaitable[T]]) -> tuple[T, Recording]:
        """Runs some work in a context of its own; returns its result and what was entered meanwhile."""
        recording = Recording()

        async def recorded() -> T:
            self._whose.set(recording)
            self._recording = recording
            began = time.perf_counter()
            try:
                return await work()
            finally:
                recording.seconds = time.perf_counter() - began
                self._recording = None

        return await asyncio.create_task(recorded()), recording

    def _on_call(self, frame: FrameType, event: str, _argument: object) -> None:
        recording = self._recording
        if recording is None or event != "call":
            return
        path = self._path_of(frame.f_code)
        if path is None:
            return
        recording.in_order.setdefault(path)
        if self._whose.get() is recording:
            recording.own.setdefault(path)
            return
        name, first_code = _current_task()
        if first_code and (self._path_of(first_code) or "").startswith(LOG_FOLDER):
            recording.of_the_log.setdefault(path)
        else:
            recording.others.setdefault(name, {}).setdefault(path)

    def _path_of(self, code: CodeType) -> str | None:
        """The path of code in the project's folders; None if it lies outside."""
        name = code.co_filename
        if name not in self._paths:
            path = Path(name)
            inside = path.is_absolute() and path.is_relative_to(ROOT)
            relative = path.relative_to(ROOT) if inside else None
            self._paths[name] = str(relative) if relative and relative.parts[0] in PACKAGES else None
        return self._paths[name]

    def _counting(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if recording := self._recording:
                own = self._whose.get() is recording
                (recording.calls if own else recording.calls_by_others)[name] += 1
            return method(*arguments, **named)

        return call


def _current_task() -> tuple[str, CodeType | None]:
    """The name of the task that runs in this thread, and the code it began with."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return f"thread {threading.current_thread().name}", None
    if task is None:
        return "a callback of the loop", None
    coroutine: Any = task.get_coro()
    code: CodeType | None = getattr(coroutine, "cr_code", None)
    return f"task {task.get_name()}: {getattr(coroutine, '__qualname__', coroutine)}", code


def kind_of(path: str) -> str:
    """The kind under which a file is counted."""
    if path.endswith(TEMPLATES):
        return "templates"
    apart = (kind for kind, beginning in COUNTED_APART.items() if path.startswith(beginning))
    return next(apart, path.partition("/")[0])


def file_counts(paths: list[str]) -> dict[str, int]:
    """The number of files of each kind. `code` is the sum of those not counted apart, `all` of all."""
    kinds = Counter(map(kind_of, paths))
    apart = (*COUNTED_APART, "templates")
    code = {kind: kinds[kind] for kind in PACKAGES if kind not in apart}
    return {"code": sum(code.values()), **code, **{kind: kinds[kind] for kind in apart}, "all": len(paths)}
