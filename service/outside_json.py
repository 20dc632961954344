"""JSON that comes from outside, as a file or an answer: each kind of fault is one error, with the place."""

import re
from typing import TypeVar

import msgspec

T = TypeVar("T")

UTF_8_MARK = b"\xef\xbb\xbf"
UTF_16 = re.compile(
    rb"\xff\xfe|\xfe\xff|\x00[^\x00\n]\x00[^\x00]|[^\x00]\x00[^\x00]\x00"  # A mark, or every other byte is zero.
)
_ESCAPES = re.compile(rb"(?i)\\ud[89ab]\w\w\\ud[c-f]\w\w|(?P<half>\\ud[89a-f]\w\w)|\\.")
"""The escapes of JSON, among them each half of a character that stands alone."""
_PLACE = re.compile(r"\(byte (\d+)\)$")


class InvalidText(Exception):
    """Raised for bytes that are not text in UTF-8, or not the JSON that they should be."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def require_utf8(raw: bytes) -> bytes:
    """The bytes of a text in UTF-8, without a byte-order mark. Raises `InvalidText`, with the line."""
    if UTF_16.match(raw):
        raise InvalidText("the text is in UTF-16; save it as UTF-8", 1)
    try:
        raw.decode()
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise InvalidText(
            f"the byte {raw[fault.start]:#04x} is not UTF-8; save the text as UTF-8", line
        ) from None
    if (zero := raw.find(b"\x00")) >= 0:
        raise InvalidText("the byte 0x00 is not allowed in text; remove it", raw.count(b"\n", 0, zero) + 1)
    return raw.removeprefix(UTF_8_MARK)


def decode_json(raw: bytes, kind: type[T]) -> T:
    """Decodes JSON. Raises `msgspec.DecodeError`, also for what is not UTF-8 or nested too deeply."""
    try:
        return msgspec.json.decode(require_utf8(raw), type=kind)
    except InvalidText as fault:
        raise msgspec.DecodeError(str(fault)) from None
    except RecursionError:
        raise msgspec.DecodeError("it is nested too deeply") from None
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError as fault:
        raise msgspec.DecodeError(describe_fault(raw, fault)) from None


def read_json(raw: bytes, kind: type[T]) -> T:
    """Decodes the JSON of a file. Raises `InvalidText`, with the line, for whatever is wrong with it."""
    text = require_utf8(raw)
    try:
        decode_json(text, object)
        return decode_json(text, kind)
    except msgspec.DecodeError as fault:
        raise InvalidText(str(fault), line_of_fault(text, fault)) from None


def describe_fault(raw: bytes, fault: Exception) -> str:
    """What is wrong with a text that should be JSON, and at which byte.

    Half a character ends the decoding, for which msgspec gives several reasons, such as that the text was cut off.
    """
    message = str(fault)
    if isinstance(fault, msgspec.ValidationError) or not isinstance(fault, msgspec.DecodeError):
        return message
    place = _PLACE.search(message)
    at = int(place[1]) if place else len(raw)
    half = next((one for one in _ESCAPES.finditer(raw, 0, at) if one["half"]), None)
    if half:
        return f"{half['half'].decode()} is half a character without its other half (byte {half.start()})"
    return message if place else f"{message} (byte {at})"


def line_of_fault(raw: bytes, fault: msgspec.DecodeError) -> int:
    """The line of what is wrong with JSON; the first if the fault names no byte."""
    place = _PLACE.search(str(fault))
    return raw.count(b"\n", 0, int(place[1])) + 1 if place else 1
