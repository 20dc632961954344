"""Logs requests by method, route and status, and failures without the values in them; never what was sent."""

import logging
import traceback
from typing import Any, cast

from litestar.types import Scope

log = logging.getLogger("service.requests")

MAX_FRAMES = 12
"""How many calls of a fault are noted, the last ones."""


def method_and_pattern(scope: Scope) -> tuple[str, str]:
    """The method and the pattern of the address. The address itself may name a person."""
    fields = cast("dict[str, Any]", scope)
    return fields.get("method", "-"), fields.get("path_template", "-")


def describe_failure(failure: BaseException) -> str:
    """Where something failed, without its message: that often quotes what somebody wrote."""
    calls = traceback.extract_tb(failure.__traceback__)[-MAX_FRAMES:]
    places = " < ".join(f"{call.filename}:{call.lineno} {call.name}" for call in reversed(calls))
    cause = failure.__cause__ or failure.__context__
    because = f", because of {describe_failure(cause)}" if cause else ""
    return (
        f"{type(failure).__module__}.{type(failure).__qualname__} at {places or 'an unknown place'}{because}"
    )
