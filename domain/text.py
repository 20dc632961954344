"""One form for every name and text that people give, and one key by which names are compared."""

import re
import unicodedata

from msgspec import Struct

_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202c\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff]"
)
"""Characters that show nothing, or mark a direction that a page finds by itself; pasted texts often bring some."""
_JOINING = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINERS = re.compile(f"[{_JOINING}]")
"""Characters that show nothing by themselves, but change how those around them are written, as Persian and emoji need."""
_LOOSE_ENDS = " \u034f\u115f\u1160\u200c\u200d"
_BLANKS = str.maketrans(dict.fromkeys("\u2800\u3164\uffa0", " "))
"""Letters and symbols that look like a space."""
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


_BEYOND_LATIN = re.compile("[\u0300-\U0010ffff]")
_MARKS = ("Mn", "Me")
MOST_MARKS = 8
"""Marks on one letter; no script that is written needs as many."""


class TextForm(Struct, frozen=True):
    """Marks, in the type of a field, what form its text has: a name in one line, or a text that may have several."""

    lines: bool

    def __call__(self, text: str) -> str:
        return normalize_lines(text) if self.lines else normalize_name(text)


ONE_LINE = TextForm(lines=False)
LINES = TextForm(lines=True)


def normalize_name(text: str) -> str:
    """A name in one line: composed (NFC), each kind of blank one space, without what cannot be seen."""
    visible = _UNSEEN.sub("", text).translate(_BLANKS)
    return _without_towers(unicodedata.normalize("NFC", " ".join(visible.split()).strip(_LOOSE_ENDS)))


def normalize_lines(text: str) -> str:
    """A text that may have several lines: composed (NFC), its lines ended alike, without what cannot be seen."""
    visible = _LINE_ENDS.sub("\n", _UNSEEN.sub("", text)).replace("\t", " ")
    return _without_towers(unicodedata.normalize("NFC", visible.strip()))


def _without_towers(text: str) -> str:
    """A text without the marks on a letter that are too many: a tower of them is drawn over the lines around it."""
    if not _BEYOND_LATIN.search(text):
        return text
    kept: list[str] = []
    marks = 0
    for one in text:
        category = unicodedata.category(one)
        marks = marks + (category in _MARKS) if category in _MARKS or category == "Cf" else 0
        if marks <= MOST_MARKS or category == "Cf":
            kept.append(one)
    return "".join(kept)


def is_visible(text: str) -> bool:
    """Whether a text has a character that can be seen: a letter, digit, sign or symbol."""
    rest = _JOINERS.sub("", normalize_name(text))
    return any(unicodedata.category(one)[0] not in "ZMC" for one in rest)


def without_controls(text: str) -> str:
    """A text of several lines without the characters of which `has_controls` tells."""
    return "\n".join(_CONTROLS.sub("", line) for line in normalize_lines(text).split("\n"))


def has_controls(text: str) -> bool:
    """Whether a text holds characters that command a device or turn letters around; line breaks do not count."""
    return bool(_CONTROLS.search(text.replace("\n", "")))


def usable_name(text: str, most: int) -> str | None:
    """A name in its form; None when it is too long, holds control characters, or nothing in it can be seen."""
    plain = normalize_name(text)
    return plain if len(plain) <= most and is_visible(plain) and not has_controls(plain) else None


def name_key(text: str) -> str:
    """What is equal for two names that count as the same, however they are typed."""
    plain = _JOINERS.sub("", normalize_name(text))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())


def words_key(text: str) -> str:
    """What is equal for two sentences in the same words, whatever stop they end in."""
    key = name_key(text)
    return key.rstrip(" .!…") or key


def same_name(one: str | None, other: str | None) -> bool:
    """Whether two names count as the same, however they are typed."""
    return one == other or (one is not None and other is not None and name_key(one) == name_key(other))


def displayed(text: str) -> str:
    """A text as it is shown among others: nothing in it commands or turns them, and one from right to left is isolated.

    Texts of old logs may hold anything; those that are shown as they are come back as they came.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = _without_towers(_TURNING.sub("", without_commands(text)))
    return f"{_ISOLATE}{shown}{_END_ISOLATE}" if _RIGHT_TO_LEFT.search(shown) else shown


def without_commands(text: str) -> str:
    """A text of several parts without what commands a device or turns letters around; the lines and isolated parts stay."""
    return _COMMANDS.sub("", text)


def escape_controls(text: str) -> str:
    r"""A text for one line of a terminal: control characters as `\x1b`, line breaks and those that turn others too."""
    return _ESCAPED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def escape_json(json: str) -> str:
    r"""JSON for a terminal: what JSON allows and a terminal acts on is written as `\u009b`."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}" if found[0] != "\n" else "\n", json)


_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_COMMANDS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ufffe\uffff]")
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_ESCAPED = re.compile(f"{_CONTROLS.pattern}|{_TURNING.pattern}")
