"""A word for this process, in the names of its connections: by it, others find them on the server."""

import os
from functools import cache
from secrets import token_hex


def process_token() -> str:
    """Eight hexadecimal digits, others in each process."""
    return _token_of(os.getpid())


@cache
def _token_of(_pid: int) -> str:
    # A process that was forked is another one.
    return token_hex(4)
