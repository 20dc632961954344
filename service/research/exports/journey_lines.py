"""Parts lines of the log into journeys, without decoding them."""

from collections.abc import Iterator

_JOURNEY = b'"journey_id":"'
_ID_LENGTH = 36


def parts_of(chunk: bytes) -> Iterator[tuple[str, bytes]]:
    """Of a chunk of whole lines, one journey's lines after another's; those of a journey stand together."""
    begin, at, journey = 0, 0, b""
    last = chunk.rfind(b"\n", 0, -1) + 1
    if chunk and _journey_at(chunk, 0) == _journey_at(chunk, last):
        yield _journey_at(chunk, 0).decode(), chunk
        return
    while at < len(chunk):
        own = _journey_at(chunk, at)
        if own != journey:
            if at > begin:
                yield journey.decode(), chunk[begin:at]
            begin, journey = at, own
        end = chunk.find(b"\n", at)
        at = len(chunk) if end < 0 else end + 1
    if at > begin:
        yield journey.decode(), chunk[begin:at]


def journey_of(lines: bytes) -> str:
    """Whose lines these are."""
    return _journey_at(lines, 0).decode()


def _journey_at(chunk: bytes, at: int) -> bytes:
    found = chunk.index(_JOURNEY, at) + len(_JOURNEY)
    return chunk[found : found + _ID_LENGTH]
