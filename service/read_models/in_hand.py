"""What a projector has in hand, written down before it begins: when its process dies with it, the next one knows."""

from typing import TYPE_CHECKING

from msgspec import Struct

from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import AnyConnection, WorkerPool

SELECT = "select after, upto, deaths from events_in_hand where reader = $1"
TAKE = """
insert into events_in_hand (reader, after, upto, deaths) values ($1, $2, $3, $4)
on conflict (reader) do update set (after, upto, deaths) = (excluded.after, excluded.upto, excluded.deaths)
"""
PUT_DOWN = "delete from events_in_hand where reader = $1"
QUICKLY = "set local synchronous_commit = off"
"""It is to outlive the process, not the machine."""

MOST_DEATHS = 3
"""After so many deaths with one event its stream is parked."""


class InHand(Struct, frozen=True):
    """The events after one position, up to another, and how many processes have died with them."""

    after: int
    upto: int
    deaths: int


class EventsInHand:
    """The events that one projector has in hand."""

    def __init__(self, pool: "WorkerPool", reader: str) -> None:
        self._pool = pool
        self._reader = reader

    async def left_by_another(self) -> InHand | None:
        """What a former process had in hand when it died. Raises `StoreError`."""
        with translate_driver_errors():
            async with self._pool.acquire() as connection:
                row = await connection.fetchrow(SELECT, self._reader)
        return InHand(row["after"], row["upto"], row["deaths"] + 1) if row else None

    async def take(self, events: InHand) -> None:
        """Writes down what is begun with. Raises `StoreError`."""
        with translate_driver_errors():
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(QUICKLY)
                await connection.execute(TAKE, self._reader, events.after, events.upto, events.deaths)

    async def put_down(self, connection: "AnyConnection") -> None:
        """In the transaction in which it is done with them."""
        await connection.execute(PUT_DOWN, self._reader)
