"""What is compressed, and for whom: never a page in whose address another site had a hand."""

import gzip
from typing import Any, cast

import pytest
from litestar.types import Message, Send

from service.http.responses import MIN_BYTES, compress_responses
from tests.http.scopes import request

LONG = b"sounding " * MIN_BYTES
OURS = {"accept-encoding": "gzip, deflate, br", "sec-fetch-site": "same-origin"}


async def sent(headers: dict[str, str], kind: str, *parts: bytes, **own: str) -> tuple[dict[str, str], bytes]:
    """An answer as it leaves: its headers and its body."""
    left: list[Any] = []

    async def send(message: Message) -> None:
        left.append(message)

    packed: Send = compress_responses(request(named=headers), send)
    told = {"content-type": kind, "content-length": str(sum(map(len, parts)))} | own
    raw = [(name.encode(), value.encode()) for name, value in told.items()]
    await packed(cast("Message", {"type": "http.response.start", "status": 200, "headers": raw}))
    for number, part in enumerate(parts, 1):
        more = number < len(parts)
        await packed(cast("Message", {"type": "http.response.body", "body": part, "more_body": more}))
    start, *bodies = left
    found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    assert len(found) == len(start["headers"])
    return found, b"".join(one["body"] for one in bodies)


@pytest.mark.parametrize("site", ["same-origin", "none"])
async def test_a_page_that_was_asked_for_from_here_is_packed(site: str) -> None:
    headers, body = await sent(OURS | {"sec-fetch-site": site}, "text/html; charset=utf-8", LONG)

    assert gzip.decompress(body) == LONG
    assert headers["content-encoding"] == "gzip"
    assert headers["content-length"] == str(len(body))
    assert headers["vary"] == "Accept-Encoding, Sec-Fetch-Site"


@pytest.mark.parametrize("site", ["cross-site", "same-site", ""])
async def test_a_page_to_which_another_site_may_have_led_is_plain(site: str) -> None:
    headers, body = await sent(OURS | {"sec-fetch-site": site}, "text/html", LONG)

    assert body == LONG
    assert "content-encoding" not in headers
    assert headers["vary"] == "Accept-Encoding, Sec-Fetch-Site"


@pytest.mark.parametrize("kind", ["text/css", "text/javascript", "image/svg+xml"])
async def test_what_is_the_same_for_everybody_is_packed_for_everybody(kind: str) -> None:
    headers, body = await sent({"accept-encoding": "gzip", "sec-fetch-site": "cross-site"}, kind, LONG)

    assert gzip.decompress(body) == LONG
    assert headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    "kind", ["application/json", "text/event-stream", "application/zip", "text/calendar", "font/woff2"]
)
async def test_documents_streams_and_files_go_as_they_are(kind: str) -> None:
    headers, body = await sent(OURS, kind, LONG)

    assert body == LONG
    assert headers.keys() == {"content-type", "content-length"}


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "identity, gzip; q=0.0", "xgzip"])
async def test_who_cannot_unpack_gets_it_plain(accepted: str) -> None:
    headers, body = await sent(OURS | {"accept-encoding": accepted}, "text/html", LONG)

    assert body == LONG
    assert "content-encoding" not in headers


@pytest.mark.parametrize("accepted", ["gzip", "GZIP", "br, gzip;q=0.5", "deflate,gzip"])
async def test_who_can_unpack_gets_it_packed(accepted: str) -> None:
    headers, _ = await sent(OURS | {"accept-encoding": accepted}, "text/html", LONG)

    assert headers["content-encoding"] == "gzip"


async def test_what_is_short_or_comes_in_parts_goes_as_it_is() -> None:
    short = await sent(OURS, "text/html", b"short")
    parts = await sent(OURS, "text/html", LONG, LONG)
    packed_before = await sent(OURS, "text/html", LONG, **{"content-encoding": "br"})

    assert [body for _, body in (short, parts, packed_before)] == [b"short", LONG + LONG, LONG]
    assert packed_before[0]["content-encoding"] == "br"
