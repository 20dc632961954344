"""Saves the lines of a list, so that one that the database does not take holds up no others."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from asyncpg import DataError

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

K = TypeVar("K")
L = TypeVar("L")


async def save_lines(
    connection: "PooledConnection",
    lines: Mapping[K, L],
    save: "Callable[[PooledConnection, Mapping[K, L]], Awaitable[None]]",
) -> dict[K, Exception]:
    """Saves lines at once, or one by one if any is refused, as one with a zero byte is; returns those with the reason."""
    try:
        async with connection.transaction():
            await save(connection, lines)
    except DataError:
        return {key: fault for key in lines if (fault := await _refusal(connection, {key: lines[key]}, save))}
    return {}


async def _refusal(
    connection: "PooledConnection",
    line: Mapping[K, L],
    save: "Callable[[PooledConnection, Mapping[K, L]], Awaitable[None]]",
) -> Exception | None:
    try:
        async with connection.transaction():
            await save(connection, line)
    except DataError as fault:
        return fault
    return None
