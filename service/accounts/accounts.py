"""Accounts as the rest of the service sees them: one door to organisations, people and how they sign in."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from domain.vocabulary import ConsentPurpose
from service.accounts import login_lookup, organisations, passwords, people, session_tokens, sessions
from service.accounts.authentication_result import AuthenticationResult
from service.accounts.caller import Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import SignInFailed
from service.accounts.invitation_acceptance import InvitationAcceptance
from service.accounts.invitations import InvitationView
from service.accounts.members import Members
from service.accounts.notices import NoticeKind, Notifier, notify_nobody
from service.accounts.password_sign_in import PasswordSignIn
from service.accounts.passwords import PRODUCT_WORDS, PasswordHashPool
from service.accounts.people import Person
from service.accounts.personal_data_sealer import PersonalDataSealer
from service.accounts.second_factor import SecondFactor, TotpSetup
from service.accounts.security_log import log_sign_in
from service.accounts.session_tokens import NewSession, SessionRequirement, SignInMethod
from service.accounts.sessions import Session
from service.accounts.sign_in_links import SignInLink, SignInLinks
from service.accounts.throttle import VISIT_PER_NETWORK, RateLimiter
from service.clock import Clock, utc_now
from service.encryption.vault import Vault
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Pool


class PersonReference(Protocol):
    """A person, or a caller."""

    @property
    def tenant_id(self) -> UUID: ...
    @property
    def person_id(self) -> UUID: ...


OnPersonJoined = Callable[[Person], Awaitable[None]]
"""What follows when somebody has come in."""


class Accounts(Members):
    """Every method stays within one organisation, but for those that find out which it is."""

    def __init__(
        self,
        pool: "Pool",
        vault: Vault,
        *,
        now: Clock = utc_now,
        words: Collection[str] = PRODUCT_WORDS,
        hash_pool: PasswordHashPool | None = None,
        notify: Notifier = notify_nobody,
    ) -> None:
        """`words` are refused as passwords, as are the organisation's and the person's own names; `tell` sends letters."""
        super().__init__(AccountsContext(pool=pool, seals=PersonalDataSealer(vault), now=now, notify=notify))
        self.authenticate: Callable[[str], Awaitable[Caller | None]] = partial(
            login_lookup.find_caller, self._context
        )
        """The person with a session or an API token, with their present roles; None when it is unknown or has ended."""
        self._passwords = hash_pool or PasswordHashPool()
        self._meet: OnPersonJoined | None = None
        self._throttle = throttle = RateLimiter(self._context)
        self._acceptance = InvitationAcceptance(self._context, self._passwords, words)
        self._signing_in = PasswordSignIn(self._context, self._passwords, throttle, words)
        self._links = SignInLinks(self._context, throttle)
        self._second_factor = SecondFactor(self._context, throttle)

    def close(self) -> None:
        """Let the threads go; the pool is its opener's."""
        self._passwords.close()

    def on_person_joined(self, meet: OnPersonJoined) -> None:
        """What is to be done for whoever has come in."""
        self._meet = meet

    # Coming in

    async def create_organisation(self, name: str) -> UUID:
        """A new organisation, with nobody in it. Raises `InvalidName`."""
        return await organisations.insert_organisation(self._context, name)

    async def get_invitation(self, secret: str) -> InvitationView | None:
        """What an invitation says; nothing is stored by looking at it."""
        return await self._invitations.get(secret)

    async def accept_invitation(
        self, secret: str, *, name: str, password: str | None = None, consents: Collection[ConsentPurpose]
    ) -> Person:
        """Come in. Raises `InvitationGone`, `InvalidPassword`, `InvalidName`, `JourneyTaken`, `Throttled`."""
        person = await self._acceptance.accept(secret, name=name, password=password, consents=consents)
        if self._meet:
            await self._meet(person)
        return person

    async def decline_invitation(self, secret: str) -> None:
        """Stay out: the address is erased."""
        await self._invitations.decline(secret)

    # Signing in

    async def sign_in(
        self,
        email: str,
        password: str,
        *,
        code: str | None = None,
        network: str,
        organisation: UUID | None = None,
    ) -> NewSession:
        """A new session. Raises `SignInFailed`, `SecondFactorRequired`, `AmbiguousOrganisation`, `Throttled`, `InvalidEmail`."""
        coming = self._signing_in.sign_in(
            email, password, code=code, network=network, organisation=organisation
        )
        return await log_sign_in("password", coming)

    async def request_sign_in_link(self, email: str, network: str) -> SignInLink | None:
        """A way back in for ten minutes; None for an unknown address. Raises `Throttled`, `InvalidEmail`."""
        return await self._links.create(email, network)

    async def sign_in_by_link(self, secret: str, browser_secret: str, code: str | None = None) -> NewSession:
        """Enter once, in the browser that asked. Raises `SignInFailed`, `SecondFactorRequired`, `Throttled`."""
        return await log_sign_in("link", self._links.redeem(secret, browser_secret, code))

    async def count_provider_visit(self, network: str) -> None:
        """To be asked before somebody is sent to a provider, which costs a look at it and a row here. Raises `Throttled`."""
        await self._throttle.count((VISIT_PER_NETWORK, self._context.seals.network_fingerprint(network)))

    async def complete_sign_in(self, proof: AuthenticationResult, code: str | None = None) -> NewSession:
        """A session after a passkey or a provider. Raises `SignInFailed`, `SecondFactorRequired`, `Throttled`."""
        return await log_sign_in(proof.method, self._signing_in.complete_sign_in(proof, code))

    async def sign_in_new_person(self, person: Person) -> NewSession:
        """A first session, for somebody who has just come in by an invitation. Raises `SignInFailed` for all others."""
        return await log_sign_in("invitation", self._welcome(person))

    async def _welcome(self, person: Person) -> NewSession:
        async with tenant_tx(self._context.pool, person.tenant_id) as connection:
            if not await people.has_joined_since(
                connection, person, self._context.now() - session_tokens.STEP_UP_WINDOW
            ):
                raise SignInFailed
            return await session_tokens.create_session(
                self._context, connection, person.tenant_id, person.person_id, "invitation"
            )

    async def reauthenticate(
        self, caller: Caller, password: str, *, code: str | None = None, network: str
    ) -> NewSession:
        """A fresh proof for what is delicate, and a new secret. Raises as `sign_in` does."""
        coming = self._signing_in.reauthenticate(caller, password, code=code, network=network)
        return await log_sign_in("password", coming)

    # Sessions and tokens

    async def session_requirements(self, caller: Caller) -> frozenset[SessionRequirement]:
        """What the caller's session lacks before it has all their roles."""
        return await session_tokens.session_requirements(self._context, caller)

    async def sign_out(self, caller: Caller) -> None:
        """End this session; nothing happens when it has ended."""
        if caller.token_id:
            await sessions.revoke_own_token(self._context, caller, caller.token_id)

    async def list_sessions(self, caller: Caller) -> list[Session]:
        """Where the caller is signed in, and the tokens of their programs."""
        return await sessions.fetch_sessions(self._context, caller)

    async def revoke_token(self, caller: Caller, token_id: UUID) -> bool:
        """End one of the caller's own; False when there is none of this id."""
        return await sessions.revoke_own_token(self._context, caller, token_id)

    async def revoke_all_tokens(self, person: PersonReference) -> None:
        """Sign somebody out everywhere, their programs too."""
        async with tenant_tx(self._context.pool, person.tenant_id) as connection:
            await session_tokens.end_all_sessions(connection, person.tenant_id, person.person_id)

    async def create_api_token(
        self, caller: Caller, label: str, scopes: Collection[str], expires_at: datetime
    ) -> str:
        """The secret of a token for a program, shown this once. Raises `StepUpRequired`, `NotAllowed`."""
        return await sessions.create_api_token(self._context, caller, label, scopes, expires_at)

    # What one proves oneself with

    async def set_password(
        self, caller: Caller, password: str, *, current: str | None = None, network: str
    ) -> NewSession:
        """A new password, and a new session. Raises `InvalidPassword`, `SignInFailed`, `StepUpRequired`, `Throttled`."""
        signed = await self._signing_in.set_password(caller, password, current=current, network=network)
        await self._notify(caller, "password_changed")
        return signed

    async def has_password(self, caller: Caller) -> bool:
        """Whether the caller can sign in with a password."""
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            return (
                await passwords.fetch_password_hash(connection, caller.tenant_id, caller.person_id)
                is not None
            )

    async def require_step_up(self, caller: Caller) -> None:
        """To be asked before a passkey is added. Raises `StepUpRequired`."""
        await session_tokens.require_step_up(self._context, caller)

    def require_fresh_session(self, caller: Caller) -> None:
        """To be asked before a way to sign in is taken away. Raises `StepUpRequired`."""
        session_tokens.require_fresh_session(self._context, caller)

    async def is_strong(self, caller: Caller) -> bool:
        """Whether more than one proof, or one that is as good, was shown in the caller's session."""
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            session = await session_tokens.session_method(connection, caller)
        return session is not None and session[1]

    async def upgrade_session(self, caller: Caller, means: SignInMethod = "passkey") -> NewSession:
        """A new session with all roles, after a second proof was set up in this one. Raises `StepUpRequired`."""
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            return await session_tokens.renew_session(self._context, connection, caller, means)

    async def start_totp(self, caller: Caller) -> TotpSetup:
        """What an authenticator is to be given. Raises `StepUpRequired`."""
        return await self._second_factor.start(caller)

    async def confirm_totp(self, caller: Caller, code: str) -> NewSession:
        """From now on a code is asked for; a new session. Raises `InvalidCode`, `StepUpRequired`, `Throttled`."""
        signed = await self._second_factor.confirm(caller, code)
        await self._notify(caller, "sign_in_changed")
        return signed

    async def remove_totp(self, caller: Caller, code: str) -> None:
        """No code is asked for any more. Raises `InvalidCode`, `StepUpRequired`, `Throttled`."""
        await self._second_factor.remove(caller, code)
        await self._notify(caller, "sign_in_changed")

    async def new_recovery_codes(self, caller: Caller) -> tuple[str, ...]:
        """Ten new codes, shown this once. Raises `StepUpRequired`."""
        return await self._second_factor.recovery_codes(caller)

    async def notify_sign_in_changed(self, caller: Caller) -> None:
        """To be called when a passkey or an account at a provider was added or taken away."""
        await self._notify(caller, "sign_in_changed")

    async def _notify(self, caller: Caller, kind: NoticeKind) -> None:
        await self.notify(caller.tenant_id, caller.person_id, kind)

    # Time

    async def purge_expired(self) -> int:
        """Remove what has run out, in all organisations; how many people were forgotten who never came. Once a day will do."""
        gone = await login_lookup.purge_expired_rows(self._context.pool, self._context.now())
        for tenant_id, person_id in gone:
            await self._context.seals.destroy_keys(tenant_id, person_id)
        return len(gone)
