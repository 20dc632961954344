"""JSON that comes from outside, as a file or an answer: each kind of fault is one error, with the place."""

from typing import TypeVar

import msgspec

T = TypeVar("T")

UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class InvalidText(Exception):
    """Raised for bytes that are not text in UTF-8."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def require_utf8(raw: bytes) -> bytes:
    """The bytes of a text in UTF-8, without a byte-order mark. Raises `InvalidText`, with the line."""
    if raw.startswith(UTF_16_MARKS) or b"\x00" in raw[:2]:
        raise InvalidText("the text is in UTF-16; save it as UTF-8", 1)
    try:
        raw.decode()
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise InvalidText(
            f"the byte {raw[fault.start]:#04x} is not UTF-8; save the text as UTF-8", line
        ) from None
    return raw.removeprefix(UTF_8_MARK)


def decode_json(raw: bytes, kind: type[T]) -> T:
    """Decodes JSON. Raises `msgspec.DecodeError`, also for what is not UTF-8 or nested too deeply."""
    try:
        return msgspec.json.decode(require_utf8(raw), type=kind)
    except InvalidText as fault:
        raise msgspec.DecodeError(str(fault)) from None
    except RecursionError:
        raise msgspec.DecodeError("it is nested too deeply") from None
