"""What every answer tells a browser: to load, frame, keep and pass on nothing that is not ours."""

from collections.abc import Sequence

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)
"""No inline script or style, nothing from elsewhere."""

DISABLED_FEATURES = (
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
PASSKEY_FEATURES = ("publickey-credentials-create=(self)", "publickey-credentials-get=(self)")

SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join([*(f"{name}=()" for name in DISABLED_FEATURES), *PASSKEY_FEATURES]),
    "cache-control": "no-store",
}
"""On every answer that does not say otherwise itself, as files that never change do for their keeping."""

CLEAR_SITE_DATA = '"cache", "cookies", "storage"'
"""What a browser forgets of us when somebody signs out (Clear-Site-Data)."""

TWO_YEARS = 2 * 365 * 24 * 60 * 60
HTTPS_HEADERS = {"strict-transport-security": f"max-age={TWO_YEARS}; includeSubDomains"}

RAW_HEADERS = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
RAW_HTTPS_HEADERS = [
    *RAW_HEADERS,
    *((name.encode(), value.encode()) for name, value in HTTPS_HEADERS.items()),
]


def add_security_headers(send: Send, *, secure: bool) -> Send:
    """Send, with the headers of safety added to each answer's own."""
    wanted = RAW_HTTPS_HEADERS if secure else RAW_HEADERS

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


async def reject_websocket(_scope: Scope, _receive: Receive, send: Send) -> None:
    """The answer to whoever wants a web socket: there is none."""
    await send({"type": "websocket.close", "code": 1008, "reason": None})


def http_only(app: ASGIApp) -> ASGIApp:
    """Lets requests through, and no web sockets."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        await (app if scope["type"] == ScopeType.HTTP else reject_websocket)(scope, receive, send)

    return answer
