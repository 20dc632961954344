"""Parts lines of the log into journeys, without decoding them."""

from collections.abc import Iterator

_JOURNEY = b'"journey_id":"'
_ID_LENGTH = 36


def parts_of(chunk: bytes) -> Iterator[tuple[str, bytes]]:
    """Of a chunk of whole lines, one journey's lines after another's."""
    begin, at, journey = 0, 0, b""
    while at < len(chunk):
        found = chunk.index(_JOURNEY, at) + len(_JOURNEY)
        own = chunk[found : found + _ID_LENGTH]
        if own != journey:
            if at > begin:
                yield journey.decode(), chunk[begin:at]
            begin, journey = at, own
        end = chunk.find(b"\n", found)
        at = len(chunk) if end < 0 else end + 1
    if at > begin:
        yield journey.decode(), chunk[begin:at]
