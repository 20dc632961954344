"""The epoch under which the present task leads: what it does in the database is refused once another process leads."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

LEADER_EPOCH: ContextVar[int | None] = ContextVar("leader epoch", default=None)
"""The epoch of the present task; None where it does not act for a leader, as in a request."""


@contextmanager
def acting_under(epoch: int) -> Generator[None]:
    """What is done in the block, and by the tasks that begin in it, is done under this epoch."""
    token = LEADER_EPOCH.set(epoch)
    try:
        yield
    finally:
        LEADER_EPOCH.reset(token)
