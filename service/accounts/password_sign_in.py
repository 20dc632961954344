"""Sign-in with address and password, in the same time and
with the same message whether the address is known or not.
"""

from collections.abc import Collection
from uuid import UUID

from service.accounts import login_lookup, organisations, passwords, people, second_factor, session_tokens
from service.accounts.authentication_result import AuthenticationResult
from service.accounts.caller import Caller
from service.accounts.context import NO_PERSON, AccountsContext
from service.accounts.errors import AmbiguousOrganisation, SecondFactorRequired, SignInFailed, StepUpRequired
from service.accounts.login_lookup import TenantAndId
from service.accounts.passwords import PasswordHashPool
from service.accounts.session_tokens import STEP_UP_WINDOW, STRONG_METHODS, NewSession, SignInMethod
from service.accounts.throttle import CODE, PASSWORD, AttemptSource, CountedAttempt, RateLimiter
from service.postgres.connections import tenant_tx

HASHES_TRIED = 2
"""At least so many hashes are verified, so that an unknown
address takes as long as one known to two organisations.
"""

MAX_HASHES_TRIED = 5

METHODS_WITHOUT_PASSWORD: frozenset[SignInMethod] = frozenset({"link", "invitation", "passkey", "oidc"})
"""A recent session that began with one of these may set a password without the old one."""


class PasswordSignIn:
    """Signs people in by a password and a second factor, and changes passwords."""

    def __init__(
        self,
        context: AccountsContext,
        hash_pool: PasswordHashPool,
        throttle: RateLimiter,
        words: Collection[str],
    ) -> None:
        self._context = context
        self._passwords = hash_pool
        self._throttle = throttle
        self._words = tuple(words)

    async def sign_in(
        self, email: str, password: str, *, code: str | None, source: AttemptSource, organisation: UUID | None
    ) -> NewSession:
        """Starts a session.

        Raises `SignInFailed`, `SecondFactorRequired`, `AmbiguousOrganisation`, `Throttled`.
        """
        address = self._context.seals.address_fingerprint(email)
        attempt = await self._throttle.count(PASSWORD, source, address)
        found = await login_lookup.find_people_by_address(self._context.pool, address)
        asked = [one for one in found if organisation in (None, one[0])][:MAX_HASHES_TRIED]
        proved = await self._matching_accounts(asked, password, attempt)
        if not proved:
            raise SignInFailed
        if len(proved) > 1:
            await self._throttle.refund(attempt)
            raise AmbiguousOrganisation([await self._organisation_choice(one) for one in proved])
        means = await self._check_second_factor(proved[0], code, source, attempt)
        await self._throttle.succeed(attempt)
        async with tenant_tx(self._context.pool, proved[0][0]) as connection:
            return await session_tokens.create_session(self._context, connection, *proved[0], means)

    async def complete_sign_in(
        self, proof: AuthenticationResult, code: str | None, source: AttemptSource
    ) -> NewSession:
        """Starts a session from an authentication result,
        with a code if it is weak and an authenticator is set up.

        Raises `SignInFailed`, `SecondFactorRequired`, `Throttled`.
        """
        place = (proof.tenant_id, proof.person_id)
        coded = None if proof.strong else await self._check_code(place, code, source)
        async with tenant_tx(self._context.pool, proof.tenant_id) as connection:
            return await session_tokens.create_session(
                self._context,
                connection,
                *place,
                coded or proof.method,
                strong=proof.strong or coded is not None,
                proved_at=None if coded else proof.proved_at,
            )

    async def reauthenticate(
        self, caller: Caller, password: str, *, code: str | None, source: AttemptSource
    ) -> NewSession:
        """Checks the password again and replaces the session by a fresh one. Raises as `sign_in` does."""
        session_tokens.require_browser(caller)
        place = (caller.tenant_id, caller.person_id)
        attempt = await self._count_password(place, source)
        if not await self._matching_accounts([place], password, attempt):
            raise SignInFailed
        means = await self._check_second_factor(place, code, source, attempt)
        await self._throttle.succeed(attempt)
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            session = await session_tokens.end_session(connection, caller)
            strong = means in STRONG_METHODS or session[1]
            return await session_tokens.create_session(
                self._context, connection, *place, means, strong=strong
            )

    async def set_password(
        self, caller: Caller, password: str, *, current: str | None, source: AttemptSource
    ) -> NewSession:
        """Sets the password and replaces all sessions by a new one, which is no stronger than this one.

        Requires the old password, unless there is none or the session recently began without it. Raises
        `InvalidPassword`, `SignInFailed` if the old password is wrong, `StepUpRequired`, `Throttled`.
        """
        session_tokens.require_browser(caller)
        means, strong = await self._authorize_change(caller, current, source)
        place = (caller.tenant_id, caller.person_id)
        person = await people.get_person(self._context, *place)
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            organisation = await organisations.fetch_organisation_name(connection, caller.tenant_id)
        own = (organisation, person.name or "", (person.email or "").partition("@")[0])
        passwords.check_password(password, (*self._words, *own))
        kept = await self._passwords.hash(password)
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            await people.lock_account(connection, *place)
            await passwords.save_password_hash(connection, *place, kept, self._context.now())
            await session_tokens.end_all_sessions(connection, *place)
            return await session_tokens.create_session(
                self._context, connection, *place, means, strong=strong, proved_at=caller.signed_in_at
            )

    async def _authorize_change(
        self, caller: Caller, current: str | None, source: AttemptSource
    ) -> tuple[SignInMethod, bool]:
        place = (caller.tenant_id, caller.person_id)
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            session = await session_tokens.session_method(connection, caller)
            kept = await passwords.fetch_password_hash(connection, *place)
        if session is None or caller.signed_in_at is None:
            raise StepUpRequired
        fresh = self._context.now() - caller.signed_in_at <= STEP_UP_WINDOW
        if current is not None and kept is not None:
            attempt = await self._count_password(place, source)
            if not await self._matching_accounts([place], current, attempt):
                raise SignInFailed
            await self._throttle.refund(attempt)
        elif not fresh or (kept is not None and session[0] not in METHODS_WITHOUT_PASSWORD):
            raise StepUpRequired
        return session

    async def _matching_accounts(
        self, asked: list[TenantAndId], password: str, attempt: CountedAttempt
    ) -> list[TenantAndId]:
        """The accounts whose password it is.

        Dummy hashes are added, so that the number verified does not tell how many exist.
        """
        tried = asked + [(NO_PERSON, NO_PERSON)] * (HASHES_TRIED - len(asked))
        kept = [await self._password_hash(*one) for one in tried]
        hashes = [one or self._passwords.nobodys for one in kept]
        fits = await self._passwords.verify(password, hashes, known=attempt.from_known_device)
        proved = [(one, old) for one, old, fit in zip(tried, kept, fits, strict=True) if fit and old]
        for one, old in proved:
            if self._passwords.needs_rehash(old):
                new = await self._passwords.hash(password)
                async with tenant_tx(self._context.pool, one[0]) as connection:
                    await passwords.replace_password_hash(connection, *one, old, new)
        return [one for one, _ in proved]

    async def _check_second_factor(
        self, place: TenantAndId, code: str | None, source: AttemptSource, attempt: CountedAttempt
    ) -> SignInMethod:
        """The sign-in method after the second factor.

        A missing code does not count as an attempt; a wrong one does, as one of the password, too.
        """
        try:
            return await self._check_code(place, code, source) or "password"
        except SecondFactorRequired as needed:
            if not needed.wrong:
                await self._throttle.refund(attempt)
            raise

    async def _check_code(
        self, place: TenantAndId, code: str | None, source: AttemptSource
    ) -> SignInMethod | None:
        """The sign-in method of a code; None for people without an authenticator.

        Raises `SecondFactorRequired`, `Throttled`.
        """
        await self._context.seals.load_keys(place[0], [place[1]])
        async with tenant_tx(self._context.pool, place[0]) as connection:
            if not await second_factor.requires_second_factor(connection, *place):
                return None
        if not code:
            raise SecondFactorRequired(wrong=False)
        address = await people.address_fingerprint_of(self._context, *place)
        attempt = await self._throttle.count(CODE, source, address)
        async with tenant_tx(self._context.pool, place[0]) as connection:
            means = await second_factor.verify_second_factor(self._context, connection, *place, code)
        if means is None:
            raise SecondFactorRequired(wrong=True)
        await self._throttle.succeed(attempt)
        return means

    async def _password_hash(self, tenant_id: UUID, person_id: UUID) -> str | None:
        async with tenant_tx(self._context.pool, tenant_id) as connection:
            return await passwords.fetch_password_hash(connection, tenant_id, person_id)

    async def _organisation_choice(self, place: TenantAndId) -> tuple[UUID, str]:
        async with tenant_tx(self._context.pool, place[0]) as connection:
            return place[0], await organisations.fetch_organisation_name(connection, place[0])

    async def _count_password(self, place: TenantAndId, source: AttemptSource) -> CountedAttempt:
        address = await people.address_fingerprint_of(self._context, *place)
        return await self._throttle.count(PASSWORD, source, address)
