"""What every answer tells a browser: to load, frame, keep and pass on nothing that is not ours."""

from collections.abc import Sequence

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
"""No inline script or style, nothing from elsewhere."""

UNUSED = (
    *(
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
    ),
    *("gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture", "usb"),
)
PASSKEYS = ("publickey-credentials-create=(self)", "publickey-credentials-get=(self)")

SAFETY = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join([*(f"{name}=()" for name in UNUSED), *PASSKEYS]),
    "cache-control": "no-store",
}
"""On every answer that does not say otherwise itself, as files that never change do for their keeping."""

CLEARED = '"cache", "cookies", "storage"'
"""What a browser forgets of us when somebody signs out (Clear-Site-Data)."""

TWO_YEARS = 2 * 365 * 24 * 60 * 60
ONLY_HTTPS = {"strict-transport-security": f"max-age={TWO_YEARS}; includeSubDomains"}

RAW = [(name.encode(), value.encode()) for name, value in SAFETY.items()]
RAW_OVER_HTTPS = [*RAW, *((name.encode(), value.encode()) for name, value in ONLY_HTTPS.items())]


def with_safety(send: Send, *, secure: bool) -> Send:
    """Send, with the headers of safety added to each answer's own."""
    wanted = RAW_OVER_HTTPS if secure else RAW

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = _added(list(message["headers"]), wanted)
        await send(message)

    return sending


def _added(
    own: list[tuple[bytes, bytes]], wanted: Sequence[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    named = {name.lower() for name, _ in own}
    return own + [one for one in wanted if one[0] not in named]


async def refuse_socket(_scope: Scope, _receive: Receive, send: Send) -> None:
    """The answer to whoever wants a web socket: there is none."""
    await send({"type": "websocket.close", "code": 1008, "reason": None})


def answers_pages_only(app: ASGIApp) -> ASGIApp:
    """Lets requests through, and no web sockets."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await (app if scope["type"] == ScopeType.HTTP else refuse_socket)(scope, receive, send)

    return answer
