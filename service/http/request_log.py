"""Describes requests and failures for the log: method, route, status and place, never values."""

import logging
import traceback
from typing import Any, cast

from litestar.types import Scope

log = logging.getLogger("service.requests")

MAX_FRAMES = 12
"""How many calls of a traceback are logged, the innermost ones."""


def method_and_pattern(scope: Scope) -> tuple[str, str]:
    """The method and the route pattern. The address itself may contain personal data."""
    fields = cast("dict[str, Any]", scope)
    return fields.get("method", "-"), fields.get("path_template", "-")


def describe_failure(failure: BaseException) -> str:
    """The traceback of an exception without its message, which often quotes what somebody wrote."""
    calls = traceback.extract_tb(failure.__traceback__)[-MAX_FRAMES:]
    places = " < ".join(f"{call.filename}:{call.lineno} {call.name}" for call in reversed(calls))
    cause = failure.__cause__ or failure.__context__
    because = f", because of {describe_failure(cause)}" if cause else ""
    return (
        f"{type(failure).__module__}.{type(failure).__qualname__} at {places or 'an unknown place'}{because}"
    )
