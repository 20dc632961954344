"""How many operations of Python something takes: a measure of growth that no busy machine disturbs."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def operations(work: Callable[[], object]) -> int:
    """The bytecode instructions of a call, with all that it calls; what runs in C counts as one."""
    count = 0

    def trace(frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any]:
        nonlocal count
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def growth(work: Callable[[int], object], size: int) -> float:
    """By what factor the operations grow when the size doubles: 2 if they grow with it, 4 if with its square."""
    return operations(lambda: work(2 * size)) / operations(lambda: work(size))
