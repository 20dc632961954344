"""Requests as the server hands them on."""

from typing import Any, cast

from litestar.types import Scope


def request(
    method: str = "GET",
    path: str = "/",
    *,
    client: tuple[str, int] | None = ("192.0.2.7", 4711),
    scheme: str = "http",
    named: dict[str, str] | None = None,
    **headers: str,
) -> Scope:
    """A request with headers such as `x_forwarded_for=...`, to localhost unless it says otherwise."""
    told = {"host": "localhost"} | (named or {}) | headers
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "scheme": scheme,
        "client": client,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items()],
    }
    return cast("Scope", cast("Any", scope))
