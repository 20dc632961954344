"""What every part of the accounts stands on: the database, the seals and the time."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from domain.sensitivity import C2
from service.accounts.errors import InvalidEmail, InvalidName
from service.accounts.notices import Notifier, notify_nobody
from service.clock import Clock
from service.encryption.vault import KeyUnavailable, Vault

if TYPE_CHECKING:
    from service.postgres.connections import Pool

NO_PERSON = UUID(int=0)
"""Stands in for a person where the work must be the same whether there is one or not."""

EMAIL_PATTERN = re.compile(r"[^\s@\x00-\x1f\x7f<>,;:\"()\[\]\\]+@[^\s@\x00-\x1f\x7f<>,;:\"()\[\]\\]+")
MAX_EMAIL_LENGTH = 254
MAX_NAME_LENGTH = 120


class PersonalDataSealer:
    """Seals what tells who somebody is under a key of their own, and opens it again."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def load_keys(self, tenant_id: UUID, people: Iterable[UUID], *, create: bool = False) -> None:
        """Fetch these people's keys; to be done outside of a transaction."""
        await self._vault.load_keys(tenant_id, people, create=create)

    async def destroy_keys(self, tenant_id: UUID, person_id: UUID) -> None:
        """Make all that was ever sealed for somebody unreadable, in backups too."""
        await self._vault.destroy(tenant_id, [person_id])

    def seal(self, tenant_id: UUID, person_id: UUID, field: str, text: str) -> bytes:
        """A text that opens only as this field of this person."""
        return self._vault.seal(tenant_id, person_id, C2, text.encode(), bound_to=_bound(field))

    def open(self, tenant_id: UUID, person_id: UUID, field: str, sealed: bytes | None) -> str | None:
        """What was sealed; None when there was nothing, or its key is gone."""
        if sealed is None:
            return None
        try:
            return self._vault.open(tenant_id, person_id, C2, sealed, bound_to=_bound(field)).decode()
        except KeyUnavailable:
            return None

    def address_fingerprint(self, email: str) -> bytes:
        """By what an e-mail address is found. Raises `InvalidEmail`."""
        return self._vault.fingerprint(normalize_email(email), purpose="email")

    def network_fingerprint(self, address: str) -> bytes:
        """By what attempts from a network are counted."""
        return self._vault.fingerprint(customer_network(address), purpose="network")


class AccountsContext(Struct, frozen=True, kw_only=True):
    """The database, the seals, the time, and by whom people are told."""

    pool: "Pool"
    seals: PersonalDataSealer
    now: Clock
    tell: Notifier = notify_nobody


def _bound(field: str) -> bytes:
    return f"accounts.{field}".encode()


def normalize_email(email: str) -> str:
    """An address as it is compared: without blanks around it, in small letters. Raises `InvalidEmail`."""
    plain = unicodedata.normalize("NFC", email.strip()).lower()
    if len(plain) > MAX_EMAIL_LENGTH or not EMAIL_PATTERN.fullmatch(plain) or not plain.isprintable():
        raise InvalidEmail
    return plain


def normalize_name(name: str) -> str:
    """A name as it is kept: blanks once, nothing unprintable. Raises `InvalidName`."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    if not 1 <= len(plain) <= MAX_NAME_LENGTH or not plain.isprintable():
        raise InvalidName
    return plain


def customer_network(address: str) -> str:
    """The network one customer has: an IPv4 address, or the first 64 bits of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((parsed, 64), strict=False))
    return str(parsed)
