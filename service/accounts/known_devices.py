"""Browsers in which somebody has signed in before, known by a cookie.

What is tried from them is counted apart, so that nobody elsewhere can use up their attempts. The cookie lets nobody in.
"""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from msgspec import Struct

from service.accounts.login_lookup import new_secret
from service.accounts.personal_data_sealer import PersonalDataSealer

MAX_ACCOUNTS = 8
"""Accounts that a browser is known for; the earliest are dropped."""
TAG_BYTES = 16


class KnownDevice(Struct, frozen=True):
    """A browser, with the accounts that have signed in there, the latest first."""

    secret: str
    tags: tuple[str, ...]
    """A hash of each account's address, different in every browser."""

    def knows(self, address: bytes) -> bool:
        """Whether the account with this fingerprint of its address has signed in there."""
        return _tag(self.secret, address) in self.tags


def read_device(seals: PersonalDataSealer, cookie: str | None) -> KnownDevice | None:
    """The browser of a cookie; None if we did not make it."""
    made, _, seal = (cookie or "").rpartition(".")
    if not hmac.compare_digest(seal.encode(), _seal(seals, made).encode()):
        return None
    secret, *tags = made.split(".")
    return KnownDevice(secret, tuple(tags))


def sign_device_cookie(seals: PersonalDataSealer, device: KnownDevice | None, address: bytes) -> str:
    """A cookie by which the browser is known for this account too."""
    secret, tags = (device.secret, device.tags) if device else (new_secret(), ())
    own = _tag(secret, address)
    made = ".".join([secret, own, *(one for one in tags if one != own)][: MAX_ACCOUNTS + 1])
    return f"{made}.{_seal(seals, made)}"


def _tag(secret: str, address: bytes) -> str:
    return _text(hmac.digest(secret.encode(), address, sha256)[:TAG_BYTES])


def _seal(seals: PersonalDataSealer, made: str) -> str:
    return _text(seals.device_fingerprint(made))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
