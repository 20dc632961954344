"""How far a long command is: a bar on a terminal, a line for every tenth elsewhere; on the error stream."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

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
