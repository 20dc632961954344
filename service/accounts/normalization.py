"""Normal forms of e-mail addresses, names and networks, so that they can be compared."""

import ipaddress
import re
import unicodedata

from domain.messages import translatable
from domain.text import usable_name
from service.accounts.errors import InvalidEmail, InvalidName

EMAIL_PATTERN = re.compile(r"[^\s@\x00-\x1f\x7f<>,;:\"()\[\]\\]+@[^\s@\x00-\x1f\x7f<>,;:\"()\[\]\\]+")


MAX_EMAIL_LENGTH = 254

NOT_ASCII = translatable("Before the @ only plain letters work: no å, ä, ö, ø or é. Use another address.")


MAX_NAME_LENGTH = 120


def normalize_email(email: str) -> str:
    """An address without surrounding blanks, in lower case. Raises `InvalidEmail`."""
    plain = unicodedata.normalize("NFC", email.strip()).lower()
    if len(plain) > MAX_EMAIL_LENGTH or not EMAIL_PATTERN.fullmatch(plain) or not plain.isprintable():
        raise InvalidEmail
    return plain


def require_reachable(email: str) -> str:
    """A normal form of an address to which e-mail can be sent. Raises `InvalidEmail`."""
    plain = normalize_email(email)
    if not plain.rpartition("@")[0].isascii():
        raise InvalidEmail(NOT_ASCII)
    return plain


def normalize_account_name(name: str, field: str = "name") -> str:
    """A name in the form that all names have. Raises `InvalidName`."""
    if (plain := usable_name(name, MAX_NAME_LENGTH)) is None:
        raise InvalidName(field)
    return plain


def customer_network(address: str) -> str:
    """The network that one customer usually has: an IPv4 address, or the first 64 bits of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((parsed, 64), strict=False))
    return str(parsed)
