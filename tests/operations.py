"""How many operations of Python something takes: a measure of growth that no busy machine disturbs."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Operations:
    """The lines so far, each time anew, and the rounds and calls within one; what runs in C counts as nothing of its own."""

    count = 0


@contextmanager
def counted_operations() -> Generator[Operations]:
    """Counts what this thread does until the block ends."""
    counted = Operations()

    def trace(_frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any]:
        counted.count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield counted
    finally:
        sys.settrace(before)


def operations(work: Callable[[], object]) -> int:
    """The operations of a call, with all that it calls."""
    with counted_operations() as counted:
        work()
    return counted.count


def growth(work: Callable[[int], object], size: int) -> float:
    """By what factor the operations grow when the size doubles: 2 if they grow with it, 4 if with its square."""
    return operations(lambda: work(2 * size)) / operations(lambda: work(size))
