"""One-click unsubscribing (RFC 8058): a token for each subscription, which does nothing else and is stored nowhere."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from msgspec import Struct

from service.accounts.personal_data_sealer import PersonalDataSealer

IDS_BYTES = 3 * 16
SEAL_BYTES = 16
TOKEN_PATTERN = r"[A-Za-z0-9_-]{86}"  # noqa: S105 - the form of a token


class Subscription(Struct, frozen=True):
    """Whose subscription to the weekly e-mail a token ends."""

    tenant_id: UUID
    journey_id: UUID
    person_id: UUID


def make_unsubscribe_token(seals: PersonalDataSealer, subscription: Subscription) -> str:
    """The ids of a subscription and their seal, fit for an address."""
    ids = subscription.tenant_id.bytes + subscription.journey_id.bytes + subscription.person_id.bytes
    return urlsafe_b64encode(ids + _seal(seals, ids)).decode().rstrip("=")


def read_unsubscribe_token(seals: PersonalDataSealer, token: str) -> Subscription | None:
    """The subscription of a token; None if the token was not made here."""
    try:
        raw = urlsafe_b64decode(f"{token}==")
    except ValueError:
        return None
    ids, seal = raw[:IDS_BYTES], raw[IDS_BYTES:]
    if not hmac.compare_digest(seal, _seal(seals, ids)):
        return None
    return Subscription(*(UUID(bytes=ids[at : at + 16]) for at in range(0, IDS_BYTES, 16)))


def _seal(seals: PersonalDataSealer, ids: bytes) -> bytes:
    return seals.unsubscribe_fingerprint(ids)[:SEAL_BYTES]
