"""Registration of passkeys and sign-in with them (WebAuthn); a person can have several."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from msgspec import Struct
from webauthn import generate_authentication_options, generate_registration_options
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from service.accounts import passkey_store
from service.accounts.authentication_result import AuthenticationFailed, AuthenticationResult
from service.accounts.caller import Caller
from service.accounts.challenges import UNKNOWN_TENANT, Challenges
from service.accounts.passkey_responses import (
    Assertion,
    parse_assertion,
    parse_registration,
    parse_transports,
    user_handle,
    verify_assertion,
    verify_registration,
)
from service.accounts.passkey_store import Passkey, normalize_passkey_name
from service.accounts.personal_data_sealer import PersonalDataSealer
from service.encryption.vault import Vault
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Pool, PooledConnection

CHALLENGE_LIFETIME = timedelta(minutes=5)
"""How long a challenge is valid."""
AMR = ("pop", "user", "mfa")
"""RFC 8176: proof of possession, user presence, and the device verified the user (PIN, fingerprint, face)."""


class _Registration(Struct, frozen=True):
    person_id: UUID


class Passkeys:
    """Registers, verifies and manages passkeys for the pages
    at one origin (such as `https://soundings.example`).

    `browser` is a secret of at least 128 bits in a cookie of this browser; it may be older than the sign-in.
    Any invalid response raises `AuthenticationFailed`.
    """

    def __init__(
        self, pool: "Pool", vault: Vault, *, rp_id: str, origin: str, now: Callable[[], datetime]
    ) -> None:
        self._pool = pool
        self._seals = PersonalDataSealer(vault)
        self._rp_id = rp_id
        self._origin = origin
        self._now = now
        self._challenges = Challenges(pool, now)

    async def registration_options(self, caller: Caller, browser: str, *, account: str) -> dict[str, Any]:
        """The options for `navigator.credentials.create`; `account` is the name that the device shows."""
        challenge = await self._challenges.issue(
            caller.tenant_id,
            "passkey_registration",
            browser,
            lasts=CHALLENGE_LIFETIME,
            content=msgspec.json.encode(_Registration(caller.person_id)).decode(),
        )
        options = generate_registration_options(
            rp_id=self._rp_id,
            rp_name="Soundings",
            user_id=user_handle(caller.tenant_id, caller.person_id),
            user_name=account,
            challenge=challenge,
            timeout=_milliseconds(CHALLENGE_LIFETIME),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=await self._credentials(caller),
        )
        return options_to_json_dict(options)

    async def register(
        self, caller: Caller, browser: str, answer: Mapping[str, Any], *, called: str
    ) -> Passkey:
        """Stores a new passkey of a person who is signed in.

        Raises `AuthenticationFailed`, `InvalidPasskey`.
        """
        name = normalize_passkey_name(called)
        made = parse_registration(answer)
        await self._save_registration(caller, browser, made.challenge)
        new = verify_registration(made, rp_id=self._rp_id, origin=self._origin)
        sealed = await self._seal_name(caller, name)
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            row = await passkey_store.insert_passkey(connection, _person(caller), new, sealed, self._now())
        return self._to_passkey(caller, row)

    async def sign_in_options(self, browser: str) -> dict[str, Any]:
        """The options for `navigator.credentials.get`. They name no person: the device knows its passkeys."""
        challenge = await self._challenges.issue(
            UNKNOWN_TENANT, "passkey_sign_in", browser, lasts=CHALLENGE_LIFETIME
        )
        options = generate_authentication_options(
            rp_id=self._rp_id,
            challenge=challenge,
            timeout=_milliseconds(CHALLENGE_LIFETIME),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        return options_to_json_dict(options)

    async def sign_in(self, browser: str, answer: Mapping[str, Any]) -> AuthenticationResult:
        """Authenticates a person by a passkey. Raises `AuthenticationFailed`."""
        assertion = parse_assertion(answer)
        if (
            await self._challenges.redeem(UNKNOWN_TENANT, "passkey_sign_in", browser, assertion.challenge)
            is None
        ):
            raise AuthenticationFailed("challenge")
        async with tenant_tx(self._pool, assertion.tenant_id) as connection:
            await self._authenticate(connection, assertion)
        return AuthenticationResult(
            tenant_id=assertion.tenant_id,
            person_id=assertion.person_id,
            method="passkey",
            amr=AMR,
            strong=True,
            proved_at=self._now(),
        )

    async def list_own(self, caller: Caller) -> list[Passkey]:
        """The caller's passkeys, the oldest first."""
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            rows = await passkey_store.fetch_passkeys(connection, _person(caller))
        await self._seals.load_keys(caller.tenant_id, [caller.person_id])
        return [self._to_passkey(caller, row) for row in rows]

    async def rename(self, caller: Caller, passkey_id: UUID, called: str) -> Passkey:
        """Renames a passkey. Raises `UnknownPasskey`, `InvalidPasskey`."""
        sealed = await self._seal_name(caller, normalize_passkey_name(called))
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            row = await passkey_store.update_passkey_name(connection, _person(caller), passkey_id, sealed)
        return self._to_passkey(caller, row)

    async def remove(self, caller: Caller, passkey_id: UUID) -> None:
        """Deletes a passkey, such as that of a lost phone. Raises `UnknownPasskey`, `LastSignInPasskey`."""
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            await passkey_store.delete_passkey(connection, _person(caller), passkey_id)

    async def _seal_name(self, caller: Caller, name: str) -> bytes:
        await self._seals.load_keys(caller.tenant_id, [caller.person_id], create=True)
        return self._seals.seal(caller.tenant_id, caller.person_id, "passkey", name)

    def _to_passkey(self, caller: Caller, row: "Record") -> Passkey:
        called = self._seals.open(caller.tenant_id, caller.person_id, "passkey", row["called"])
        return msgspec.convert({**row, "called": called}, Passkey)

    async def _credentials(self, caller: Caller) -> list[PublicKeyCredentialDescriptor]:
        async with tenant_tx(self._pool, caller.tenant_id) as connection:
            found = await passkey_store.fetch_credentials(connection, _person(caller))
        return [
            PublicKeyCredentialDescriptor(id=one, transports=parse_transports(names)) for one, names in found
        ]

    async def _save_registration(self, caller: Caller, browser: str, challenge: bytes) -> None:
        kept = await self._challenges.redeem(caller.tenant_id, "passkey_registration", browser, challenge)
        if kept is None or msgspec.json.decode(kept, type=_Registration).person_id != caller.person_id:
            raise AuthenticationFailed("challenge")

    async def _authenticate(self, connection: "PooledConnection", assertion: Assertion) -> None:
        """Verifies an assertion with the stored key, and stores its counter."""
        who = (assertion.tenant_id, assertion.person_id)
        passkey = await passkey_store.lock_passkey(connection, who, assertion.credential.raw_id)
        if passkey is None:
            raise AuthenticationFailed("unknown")
        verified = verify_assertion(assertion, passkey, rp_id=self._rp_id, origin=self._origin)
        count = verified.new_sign_count
        # Devices without a counter always send 0.
        if (count or passkey.sign_count) and count <= passkey.sign_count:
            raise AuthenticationFailed("counter", f"{count} after {passkey.sign_count}", who=who)
        await passkey_store.record_passkey_use(
            connection,
            assertion.tenant_id,
            passkey.passkey_id,
            count=count,
            synced=verified.credential_backed_up,
            now=self._now(),
        )


def _person(caller: Caller) -> tuple[UUID, UUID]:
    return caller.tenant_id, caller.person_id


def _milliseconds(span: timedelta) -> int:
    return int(span.total_seconds() * 1000)
