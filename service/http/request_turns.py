"""How many requests of one person are answered at once: some more wait for their turn, the others are refused.

A heavy page that is opened in ten tabs, or asked for by a script in a loop, leaves the service to everybody else.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakValueDictionary

from service.accounts.caller import Caller

AT_ONCE = 4
MOST_WAITING = 40
"""Requests of one person that wait: a page with all that it consists of, in ten tabs."""
RETRY_SECONDS = 2


class TooManyAtOnce(Exception):
    """Raised when too many requests of one person wait already."""


class PersonTurns:
    """The requests of one person that are under way."""

    def __init__(self) -> None:
        self.inside = 0
        self.turns = asyncio.Semaphore(AT_ONCE)


class RequestTurns:
    """Gives each request its turn among those of the same person, whatever session or token they come with."""

    def __init__(self) -> None:
        self._of: WeakValueDictionary[tuple[UUID, UUID], PersonTurns] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, caller: Caller | None) -> AsyncGenerator[None]:
        """Waits until it is a request's turn. Raises `TooManyAtOnce` if too many of its person's wait already.

        Who is nobody, or everybody as without accounts, waits for nothing.
        """
        if caller is None or caller.way == "local":
            yield
            return
        mine = self._of.setdefault((caller.tenant_id, caller.person_id), PersonTurns())
        if mine.inside >= AT_ONCE + MOST_WAITING:
            raise TooManyAtOnce
        mine.inside += 1
        try:
            async with mine.turns:
                yield
        finally:
            mine.inside -= 1
