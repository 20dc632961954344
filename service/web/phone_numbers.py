"""From a phone number as people write it down to what a phone dials, or writes to."""

import re
from urllib.parse import quote

_NUMBER = re.compile(r"\+?\(?\d[\d\s()./-]*")
_TRUNK_ZERO = re.compile(r"(?<=.)\(0\)")
"""As in +46 (0)31 390 06 12: it is dialled only within the country."""

_WRITTEN = re.compile(
    r"(?:\b(?:tel\w*|tlf|mob\w*|phone|number|nummer|nr)[.:]*\s*)*"
    r"(?!(?:19|20)\d\d\s*[-/]\s*(?:19|20)\d\d\b)(?P<number>\+?\(?\d(?:[\s()./-]*\d){7,14})",
    re.IGNORECASE,
)
"""A number in a sentence, with what it is called; not two years."""


def without_phone(text: str) -> tuple[str, str]:
    """A text without the phone number in it, and that number; empty if there is none."""
    found = _WRITTEN.search(text)
    if found is None:
        return text, ""
    before, after = text[: found.start()].rstrip(" ,;:(-"), text[found.end() :].lstrip(" )")
    left = before + after if not after or after[0] in ",.;:" else f"{before} {after}"
    return left.strip(" ,;:"), found["number"]


def tel_address(phone: str) -> str:
    """The address that makes a phone dial; empty if nothing in it can be dialled."""
    dialled = _dialled(phone)
    return f"tel:{dialled}" if dialled else ""


def sms_address(phone: str, text: str) -> str:
    """The address that opens a text message on a phone, to nobody yet if nothing in the number can be dialled."""
    return f"sms:{_dialled(phone)}?&body={quote(text)}"


def _dialled(phone: str) -> str:
    found = _NUMBER.search(phone)
    number = found[0] if found else ""
    if number.startswith("+"):
        number = _TRUNK_ZERO.sub("", number)
    return "".join(sign for sign in number if sign.isdecimal() or sign == "+")
