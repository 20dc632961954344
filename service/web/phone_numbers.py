"""From a phone number as people write it down to what a phone dials."""

import re

_NUMBER = re.compile(r"\+?\(?\d[\d\s()./-]*")
_TRUNK_ZERO = re.compile(r"(?<=.)\(0\)")
"""As in +46 (0)31 390 06 12: it is dialled only within the country."""


def tel_address(phone: str) -> str:
    """The address that makes a phone dial; empty if nothing in it can be dialled."""
    found = _NUMBER.search(phone)
    number = found[0] if found else ""
    if number.startswith("+"):
        number = _TRUNK_ZERO.sub("", number)
    digits = "".join(sign for sign in number if sign.isdecimal() or sign == "+")
    return f"tel:{digits}" if digits else ""
