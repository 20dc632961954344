"""Parses and verifies what a browser returns from WebAuthn; nothing in it is trusted before."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from msgspec import Struct
from webauthn import verify_authentication_response, verify_registration_response
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorTransport,
    CredentialDeviceType,
    RegistrationCredential,
)

from service.accounts.authentication_result import AuthenticationFailed
from service.accounts.passkey_store import StoredPasskey, VerifiedPasskey

MAX_CREDENTIAL_ID_LENGTH = 1023
"""Bytes, by WebAuthn."""


class RegistrationResponse(Struct, frozen=True, kw_only=True):
    """The response of `navigator.credentials.create`; not verified yet."""

    credential: RegistrationCredential
    challenge: bytes


class Assertion(Struct, frozen=True, kw_only=True):
    """The response of `navigator.credentials.get`; not verified yet, and neither is whose it is."""

    credential: AuthenticationCredential
    challenge: bytes
    tenant_id: UUID
    person_id: UUID


def user_handle(tenant_id: UUID, person_id: UUID) -> bytes:
    """The user handle that a device stores with a passkey: ids only, nothing personal."""
    return tenant_id.bytes + person_id.bytes


def parse_registration(answer: Mapping[str, Any]) -> RegistrationResponse:
    """Parses the response to a registration. Raises `AuthenticationFailed`."""
    with _authentication_errors():
        credential = parse_registration_credential_json(dict(answer))
        return RegistrationResponse(
            credential=credential, challenge=_challenge(credential.response.client_data_json)
        )


def parse_assertion(answer: Mapping[str, Any]) -> Assertion:
    """Parses the response to a sign-in. Raises `AuthenticationFailed`."""
    with _authentication_errors():
        credential = parse_authentication_credential_json(dict(answer))
        handle = credential.response.user_handle or b""
        return Assertion(
            credential=credential,
            challenge=_challenge(credential.response.client_data_json),
            tenant_id=UUID(bytes=handle[:16]),
            person_id=UUID(bytes=handle[16:]),
        )


def verify_registration(answer: RegistrationResponse, *, rp_id: str, origin: str) -> VerifiedPasskey:
    """Verifies a new passkey: its origin, and that the device checked its user.

    Raises `AuthenticationFailed`.
    """
    with _authentication_errors():
        verified = verify_registration_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            require_user_verification=True,
        )
        if len(verified.credential_id) > MAX_CREDENTIAL_ID_LENGTH:
            raise ValueError("the id of the credential is too long")
        return VerifiedPasskey(
            credential_id=verified.credential_id,
            public_key=verified.credential_public_key,
            sign_count=verified.sign_count,
            transports=[one.value for one in answer.credential.response.transports or ()],
            can_sync=_syncs(verified.credential_device_type),
            synced=verified.credential_backed_up,
        )


def verify_assertion(
    answer: Assertion, passkey: StoredPasskey, *, rp_id: str, origin: str
) -> VerifiedAuthentication:
    """Verifies a sign-in with a stored passkey.

    The caller has to compare the counter. Raises `AuthenticationFailed`.
    """
    with _authentication_errors():
        verified = verify_authentication_response(
            credential=answer.credential,
            expected_challenge=answer.challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
        if _syncs(verified.credential_device_type) != passkey.can_sync:
            raise ValueError("whether a passkey can be synchronised never changes")
        return verified


def parse_transports(names: Sequence[str]) -> list[AuthenticatorTransport]:
    """The transports that the library knows."""
    return [one for one in AuthenticatorTransport if one.value in names]


def _syncs(kind: CredentialDeviceType) -> bool:
    return kind is CredentialDeviceType.MULTI_DEVICE


def _challenge(client_data: bytes) -> bytes:
    read = parse_client_data_json(client_data)
    if read.cross_origin:
        raise ValueError("the page was inside a page of another site")
    return read.challenge


@contextmanager
def _authentication_errors() -> Generator[None]:
    """Turns any error of the library or its decoders into `AuthenticationFailed`."""
    try:
        yield
    except Exception as failure:
        raise AuthenticationFailed("answer", f"{type(failure).__name__}: {failure}") from failure
