"""Heavy work on a study in a process of its own, with a limit of memory and of time; it reads the log through this process."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar, cast
from uuid import UUID

from msgspec import Struct

from service.research.executors import follow_parent
from service.research.exports.sources import HistorySource
from service.research.exports.study import Enrolled, SourceSummary

# pyright: reportPossiblyUnboundVariable=false
# Windows has no limits of memory.
if sys.platform != "win32":
    import resource

T = TypeVar("T")
MEGABYTE = 1024 * 1024


class Limits(Struct, frozen=True, kw_only=True):
    """What a process may use."""

    megabytes: int = 3 * 1024
    """Of memory that it writes to."""
    seconds: float = 300.0


class ChildError(Exception):
    """Raised when the work did not come to an end."""


class OutOfMemory(ChildError):
    """Raised when it needed more memory than it may have."""


class OutOfTime(ChildError):
    """Raised when it took longer than it may."""


class ChildEnded(ChildError):
    """Raised when its process ended without a word: something else ended it."""


class _Task(Struct, frozen=True):
    function: Callable[..., object]
    arguments: Sequence[object]
    summary: SourceSummary
    enrolled: Sequence[Enrolled]
    memory: int
    """In bytes."""


class _Lines(Struct, frozen=True):
    journeys: Sequence[UUID]


class _Progress(Struct, frozen=True):
    done: int
    total: int


class _Result(Struct, frozen=True):
    value: Any


class _Failure(Struct, frozen=True):
    error: Exception


class Parent:
    """Whoever started the process, as it sees them: a source of histories, and somebody to tell how far it is."""

    def __init__(
        self, to: "Connection[Any, Any]", summary: SourceSummary, enrolled: Sequence[Enrolled]
    ) -> None:
        self.summary: SourceSummary = summary
        self.enrolled: Sequence[Enrolled] = enrolled
        self._to = to

    async def lines(self, journeys: Sequence[UUID]) -> AsyncIterator[bytes]:
        """The lines of journeys, as `HistorySource` gives them."""
        self._to.send(_Lines(list(journeys)))
        while chunk := self._to.recv_bytes():
            yield chunk

    def truth(self) -> Iterator[bytes]:
        """Nothing: these clients are real."""
        return iter(())

    def advance(self, done: int, total: int) -> None:
        """Says how far the work is."""
        self._to.send(_Progress(done, total))


async def run_in_child(
    function: Callable[..., T],
    *arguments: object,
    source: HistorySource,
    advance: Callable[[int, int], object] = lambda _, __: None,
    limits: Limits | None = None,
) -> T:
    """Calls `function(parent, *arguments)` in a process of its own; `parent` gives the histories of `source`.

    What it raises comes out here. The process ends when this is cancelled, and when this process is killed.
    Raises `ChildError`.
    """
    limits = limits or Limits()
    context = get_context("spawn")
    here, there = context.Pipe()
    task = _Task(function, arguments, source.summary, list(source.enrolled), limits.megabytes * MEGABYTE)
    process = context.Process(target=_run, args=(there, task))
    process.start()
    there.close()
    with ThreadPoolExecutor(1, "research-child") as thread:
        try:
            async with asyncio.timeout(limits.seconds):
                answer = await _serve(_Child(here, thread), source, advance)
        except TimeoutError:
            raise OutOfTime from None
        finally:
            # Its end ends whatever the thread waits for.
            process.kill()
            process.join()
            here.close()
    if isinstance(answer, _Result):
        return cast("T", answer.value)
    if isinstance(answer.error, MemoryError):
        raise OutOfMemory from answer.error
    raise answer.error


class _Child:
    """The process as this one talks to it: without keeping others waiting."""

    def __init__(self, connection: Any, thread: ThreadPoolExecutor) -> None:
        self._connection, self._thread = connection, thread

    async def hear(self) -> Any:
        return await self._in_thread(self._connection.recv)

    async def send(self, chunk: bytes) -> None:
        await self._in_thread(self._connection.send_bytes, chunk)

    async def _in_thread(self, function: Callable[..., Any], *arguments: object) -> Any:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)
        except (EOFError, OSError):
            raise ChildEnded from None


async def _serve(
    child: _Child, source: HistorySource, advance: Callable[[int, int], object]
) -> "_Result | _Failure":
    while True:
        match await child.hear():
            case _Lines(journeys):
                async for chunk in source.lines(journeys):
                    if chunk:
                        await child.send(chunk)
                await child.send(b"")
            case _Progress(done, total):
                advance(done, total)
            case _Result() | _Failure() as answer:
                return answer
            case other:
                raise ChildEnded(f"it answer {type(other).__name__}")


def _run(there: Any, task: _Task) -> None:
    follow_parent()
    # A server in need of memory ends this process rather than itself.
    _be_ended_first()
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_DATA, (task.memory, task.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: _Result | _Failure
    try:
        answer = _Result(task.function(Parent(there, task.summary, task.enrolled), *task.arguments))
    except MemoryError:
        answer = _Failure(MemoryError())
    except Exception as error:  # noqa: BLE001 - answer to whoever waits for it
        answer = _Failure(error)
    try:
        there.send(answer)
    except Exception as error:  # noqa: BLE001 - what cannot be sent
        there.send(_Failure(ChildError(type(error).__name__)))


def _be_ended_first() -> None:
    try:
        with open("/proc/self/oom_score_adj", "w") as file:  # noqa: PTH123 - no path of ours
            file.write("900")
    except OSError:
        return
