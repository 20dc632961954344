"""Goes through many rows with pauses, in which others are answered."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import TypeVar

T = TypeVar("T")

AT_A_TIME = 50
"""Rows without a pause: a millisecond, even if they are decoded and opened.

Another request waits so long at each of its steps, and it has twenty.
"""


async def a_few_at_a_time(rows: Sequence[T]) -> AsyncIterator[Sequence[T]]:
    """Parts of many rows; between two of them others are answered."""
    for first in range(0, len(rows), AT_A_TIME):
        if first:
            await asyncio.sleep(0)
        yield rows[first : first + AT_A_TIME]
