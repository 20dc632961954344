"""Pseudonyms, shifts and codes of a study, all from one key that stays with the organisation.

Every label is a use of its own (HMAC-SHA256), so nobody without the key can compute one from another, nor join two studies.
"""

import hmac
from hashlib import sha256
from uuid import UUID

PSEUDONYM_BYTES = 16
CODE_BYTES = 8
KEY_ID_BYTES = 4
MAX_SHIFT = 26
"""Weeks by which a participant's days are shifted at most, either way."""


def pseudonym(key: bytes, journey_id: UUID) -> str:
    """The name of a participant in the study that the key is of: 32 hex letters."""
    return _digest(key, "participant", journey_id.bytes)[:PSEUDONYM_BYTES].hex()


def shift_weeks(key: bytes, journey_id: UUID) -> int:
    """The whole weeks by which all days of a participant are shifted: weekdays and intervals stay as they were."""
    drawn = int.from_bytes(_digest(key, "shift", journey_id.bytes)[:8])
    return drawn % (2 * MAX_SHIFT + 1) - MAX_SHIFT


def coded_id(key: bytes, kind: str, one: UUID) -> str:
    """The code of something else that has an id, such as a contact: 16 hex letters."""
    return _digest(key, f"code {kind}", one.bytes)[:CODE_BYTES].hex()


def coded_uuid(key: bytes, one: UUID) -> UUID:
    """What stands for an id in the histories of an export, which are in the form of the log."""
    return UUID(bytes=_digest(key, "id", one.bytes)[:PSEUDONYM_BYTES])


def coded_uuid_text(key: bytes, one: str) -> str:
    """The same for an id as text, at half the cost."""
    found = _digest(key, "id", bytes.fromhex(one.replace("-", "")))[:PSEUDONYM_BYTES].hex()
    return f"{found[:8]}-{found[8:12]}-{found[12:16]}-{found[16:20]}-{found[20:]}"


def coded_text(key: bytes, text: str) -> str:
    """What stands for a text that is itself a code, such as a skill of the atlas: 16 hex letters."""
    return _digest(key, "text", text.encode())[:CODE_BYTES].hex()


def own_text(key: bytes, journey_id: UUID, text: str) -> str:
    """What stands for a text of a participant that is the same or another than an earlier one of hers: 16 hex letters.

    Between participants nothing is the same.
    """
    return _digest(key, "own text", journey_id.bytes + text.encode())[:CODE_BYTES].hex()


def study_code(key: bytes, study_id: UUID) -> str:
    """What a study is called in its exports."""
    return coded_id(key, "study", study_id)


def key_id(key: bytes) -> str:
    """Tells two keys apart without revealing either: 8 hex letters."""
    return _digest(key, "key", b"")[:KEY_ID_BYTES].hex()


def _digest(key: bytes, label: str, content: bytes) -> bytes:
    return hmac.digest(key, label.encode() + b"\0" + content, sha256)
