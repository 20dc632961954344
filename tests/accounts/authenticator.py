"""A phone or a security key in software: it makes real ES256 passkeys and signs with them as a browser would ask it to."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, CAN_SYNC, SYNCED, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40


def to_text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "==")


@dataclass
class Credential:
    """A passkey on the device."""

    rp_id: str
    user_handle: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: uuid4().bytes)
    count: int = 0

    @property
    def public_key(self) -> bytes:
        """As COSE has it: EC2, ES256, P-256, x and y."""
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})


@dataclass
class Authenticator:
    """One device of one person, and the browser it speaks through; what it is told to claim, it claims."""

    origin: str
    counts: bool = True
    verifies: bool = True
    syncs: bool = False
    embedded: bool = False
    """Whether the page is inside a page of another site."""
    credentials: list[Credential] = field(default_factory=list)

    def create(self, options: dict[str, Any], *, rp_id: str | None = None) -> dict[str, Any]:
        """What `navigator.credentials.create` answers."""
        held = {to_text(one.credential_id) for one in self.credentials}
        assert not held & {one["id"] for one in options["excludeCredentials"]}, "this device is registered"
        credential = Credential(rp_id or options["rp"]["id"], options["user"]["id"])
        self.credentials.append(credential)
        attested = bytes(16) + len(credential.credential_id).to_bytes(2, "big")
        attested += credential.credential_id + credential.public_key
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(credential, ATTESTED) + attested}
        return self._answer(
            credential,
            clientDataJSON=to_text(self._client_data("webauthn.create", options["challenge"])),
            attestationObject=to_text(cbor2.dumps(statement)),
            transports=["internal", "hybrid"],
        )

    def get(self, options: dict[str, Any], *, rp_id: str | None = None) -> dict[str, Any]:
        """What `navigator.credentials.get` answers, with the newest passkey."""
        credential = self.credentials[-1]
        credential.count += self.counts
        client_data = self._client_data("webauthn.get", options["challenge"])
        data = self._data(credential, 0, rp_id=rp_id or options["rpId"])
        signed = credential.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            credential,
            clientDataJSON=to_text(client_data),
            authenticatorData=to_text(data),
            signature=to_text(signed),
            userHandle=credential.user_handle,
        )

    def _data(self, credential: Credential, flags: int, *, rp_id: str | None = None) -> bytes:
        flags |= PRESENT | (VERIFIED if self.verifies else 0) | (CAN_SYNC | SYNCED if self.syncs else 0)
        place = hashlib.sha256((rp_id or credential.rp_id).encode()).digest()
        return place + bytes([flags]) + credential.count.to_bytes(4, "big")

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {
            "type": kind,
            "challenge": challenge,
            "origin": self.origin,
            "crossOrigin": self.embedded,
        }
        return json.dumps(told).encode()

    def _answer(self, credential: Credential, **response: object) -> dict[str, Any]:
        name = to_text(credential.credential_id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}
