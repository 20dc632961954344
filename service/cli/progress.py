"""How far a long command is: a bar on a terminal, a line for every tenth elsewhere; on the error stream."""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager

from rich.console import Console
from rich.progress import Progress


@contextmanager
def shown_progress(total: int, what: str) -> Generator[Callable[[int], None]]:
    """Shows what is being done; the function that it gives is told how much more is done."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _by_lines(console, total, what)
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda more: progress.advance(task, more)


def _by_lines(console: Console, total: int, what: str) -> Callable[[int], None]:
    done = 0

    def advance(more: int) -> None:
        nonlocal done
        tenths, done = done * 10 // total, done + more
        if done * 10 // total > tenths:
            console.print(f"{what}: {done} of {total}", highlight=False)

    return advance


class CountedProgress:
    """How far a command is whose work is counted first."""

    def __init__(self, what: str, opened: ExitStack) -> None:
        self._what, self._opened = what, opened
        self._advance: Callable[[int], None] = lambda _: None

    def begin(self, total: int) -> None:
        """So much is to be done."""
        self._opened.close()
        self._advance = self._opened.enter_context(shown_progress(max(total, 1), self._what))

    def advance(self, more: int) -> None:
        """So much more is done."""
        self._advance(more)


@contextmanager
def counted_progress(what: str) -> Generator[CountedProgress]:
    """Shows what is being done, once it is known how much it is."""
    with ExitStack() as opened:
        yield CountedProgress(what, opened)
