"""The state of a form between two steps, kept by the browser.

It is sealed under a secret in a cookie that scripts cannot read, so the form alone reveals nothing and the
server stores nothing.
"""

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Struct

FORM_STATE_LIFETIME = timedelta(minutes=10)
NONCE = 12
PURPOSE = b"soundings step"


class _Step(Struct, frozen=True):
    until: datetime
    fields: dict[str, str]


def seal_form_state(browser: str, fields: Mapping[str, str], now: datetime) -> str:
    """Seals form fields for ten minutes, so that only this browser can send them back."""
    nonce = os.urandom(NONCE)
    plain = msgspec.json.encode(_Step(now + FORM_STATE_LIFETIME, dict(fields)))
    return urlsafe_b64encode(nonce + _cipher(browser).encrypt(nonce, plain, PURPOSE)).decode()


def open_form_state(browser: str, sealed: str, now: datetime) -> dict[str, str] | None:
    """The fields of the step before; None if they are too old or another browser's."""
    try:
        raw = urlsafe_b64decode(sealed)
        plain = _cipher(browser).decrypt(raw[:NONCE], raw[NONCE:], PURPOSE)
        step = msgspec.json.decode(plain, type=_Step)
    except (ValueError, InvalidTag):
        return None
    return step.fields if now < step.until else None


def _cipher(browser: str) -> AESGCM:
    return AESGCM(hmac.new(browser.encode(), PURPOSE, sha256).digest())
