"""Accounts as the rest of the service calls them: organisations, people, invitations, sign-in, sessions."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from domain.vocabulary import ConsentPurpose
from service.accounts import login_lookup, organisations, people, session_tokens, sessions
from service.accounts.authentication_result import AuthenticationResult
from service.accounts.caller import Caller
from service.accounts.context import AccountsContext
from service.accounts.errors import SignInFailed
from service.accounts.invitation_acceptance import InvitationAcceptance
from service.accounts.invitations import InvitationView
from service.accounts.known_devices import read_device, sign_device_cookie
from service.accounts.members import Members
from service.accounts.notices import Notifier, notify_nobody
from service.accounts.one_click import Subscription, make_unsubscribe_token, read_unsubscribe_token
from service.accounts.own_credentials import OwnCredentials
from service.accounts.password_sign_in import PasswordSignIn
from service.accounts.passwords import PRODUCT_WORDS, PasswordHashPool
from service.accounts.people import Person
from service.accounts.personal_data_sealer import PersonalDataSealer
from service.accounts.second_factor import SecondFactor
from service.accounts.security_log import log_new_token, log_sign_in
from service.accounts.session_tokens import NewSession, SessionRequirement
from service.accounts.sessions import Session
from service.accounts.sign_in_links import SignInLink, SignInLinks
from service.accounts.throttle import AttemptLimit, AttemptSource, RateLimiter
from service.accounts.weekly_emails import end_subscription
from service.clock import Clock, utc_now
from service.encryption.vault import Vault
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Pool


class PersonReference(Protocol):
    """Anything that names a person of an organisation: a `Person` or a `Caller`."""

    @property
    def tenant_id(self) -> UUID: ...
    @property
    def person_id(self) -> UUID: ...


OnPersonJoined = Callable[[Person], Awaitable[None]]
"""A callback that runs after somebody has accepted an invitation."""


class Accounts(Members):
    """Sign-in, sessions and credentials, added to the people and invitations of `Members`.

    Every method stays within one organisation, except those
    that find out which organisation somebody belongs to.
    """

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
        """`words` are not accepted in passwords, nor are the names of the organisation and of the person.

        `notify` sends the e-mails about changes of an account.
        """
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
        self.credentials = OwnCredentials(
            self._context, self._signing_in, SecondFactor(self._context, throttle)
        )
        """What people sign in with, as they set it themselves."""

    def close(self) -> None:
        """Stops the password threads. The database pool is closed by its owner."""
        self._passwords.close()

    def on_person_joined(self, meet: OnPersonJoined) -> None:
        """Registers a callback for everybody who accepts an invitation."""
        self._meet = meet

    # The weekly e-mail

    def unsubscribe_token(self, subscription: Subscription) -> str:
        """What ends a subscription to the weekly e-mail without signing in."""
        return make_unsubscribe_token(self._context.seals, subscription)

    async def unsubscribe_by_token(self, token: str) -> bool:
        """Ends the subscription of a token, if there still is one. False if the token was not made here."""
        subscription = read_unsubscribe_token(self._context.seals, token)
        if subscription is None:
            return False
        await end_subscription(self._context.pool, subscription)
        return True

    # Invitations

    async def create_organisation(self, name: str) -> UUID:
        """Creates an organisation without people; returns its id. Raises `InvalidName`."""
        return await organisations.insert_organisation(self._context, name)

    async def get_invitation(self, secret: str) -> InvitationView | None:
        """Reads an open invitation by its secret. Changes nothing."""
        return await self._invitations.get(secret)

    async def accept_invitation(
        self, secret: str, *, name: str, password: str | None = None, consents: Collection[ConsentPurpose]
    ) -> Person:
        """Accepts an invitation.

        Raises `InvitationGone`, `InvalidPassword`, `InvalidName`, `JourneyTaken`, `Throttled`.
        """
        person = await self._acceptance.accept(secret, name=name, password=password, consents=consents)
        if self._meet:
            await self._meet(person)
        return person

    async def decline_invitation(self, secret: str) -> None:
        """Declines an invitation and erases the address of somebody without an account."""
        await self._invitations.decline(secret)

    # Sign-in

    async def sign_in(
        self,
        email: str,
        password: str,
        *,
        code: str | None = None,
        source: AttemptSource,
        organisation: UUID | None = None,
    ) -> NewSession:
        """Starts a session with an address and a password.

        Raises `SignInFailed`, `SecondFactorRequired`, `AmbiguousOrganisation`, `Throttled`, `InvalidEmail`.
        """
        coming = self._signing_in.sign_in(
            email, password, code=code, source=source, organisation=organisation
        )
        return await log_sign_in("password", coming)

    async def request_sign_in_link(
        self, email: str, source: AttemptSource, browser_secret: str
    ) -> SignInLink | None:
        """Makes a sign-in link that is valid for ten minutes, in the browser with this secret;
        None for an unknown address.

        Raises `Throttled`, `InvalidEmail`.
        """
        return await self._links.create(email, source, browser_secret)

    async def sign_in_by_link(
        self, secret: str, browser_secret: str, code: str | None = None, *, source: AttemptSource
    ) -> NewSession:
        """Starts a session with a sign-in link: once, in the browser that requested it.

        Raises `SignInFailed`, `SecondFactorRequired`, `Throttled`.
        """
        return await log_sign_in("link", self._links.redeem(secret, browser_secret, code, source))

    async def count_attempt(self, limit: AttemptLimit, source: AttemptSource) -> None:
        """Counts an attempt that names no account. Raises `Throttled`."""
        await self._throttle.count(limit, source)

    async def make_device_cookie(self, caller: Caller, cookie: str | None) -> str:
        """The cookie by which the caller's browser is known from now on, whoever signed in there before."""
        address = await people.address_fingerprint_of(self._context, caller.tenant_id, caller.person_id)
        seals = self._context.seals
        return sign_device_cookie(seals, read_device(seals, cookie), address)

    def outbox_key(self, caller: Caller) -> bytes:
        """The key under which a browser seals what the caller typed there and did not send yet."""
        return self._context.seals.outbox_key(caller.tenant_id, caller.person_id)

    async def complete_sign_in(
        self, proof: AuthenticationResult, code: str | None = None, *, source: AttemptSource
    ) -> NewSession:
        """Starts a session after a passkey or an identity provider.

        Raises `SignInFailed`, `SecondFactorRequired`, `Throttled`.
        """
        return await log_sign_in(proof.method, self._signing_in.complete_sign_in(proof, code, source))

    async def sign_in_new_person(self, person: Person) -> NewSession:
        """Starts the first session of a person who has just accepted an invitation.

        Raises `SignInFailed` for everybody else.
        """
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
        self, caller: Caller, password: str, *, code: str | None = None, source: AttemptSource
    ) -> NewSession:
        """Checks the password again and replaces the session by a fresh one. Raises as `sign_in` does."""
        coming = self._signing_in.reauthenticate(caller, password, code=code, source=source)
        return await log_sign_in("password", coming)

    # Sessions and tokens

    async def session_requirements(self, caller: Caller) -> frozenset[SessionRequirement]:
        """What the caller's session still lacks to have all of the person's roles."""
        return await session_tokens.session_requirements(self._context, caller)

    async def sign_out(self, caller: Caller) -> None:
        """Ends this session. Does nothing if it has ended already."""
        if caller.token_id:
            await sessions.revoke_own_token(self._context, caller, caller.token_id)

    async def list_sessions(self, caller: Caller) -> list[Session]:
        """The caller's browser sessions and API tokens."""
        return await sessions.fetch_sessions(self._context, caller)

    async def revoke_token(self, caller: Caller, token_id: UUID) -> bool:
        """Ends one of the caller's own sessions or tokens; False if there is none with this id."""
        return await sessions.revoke_own_token(self._context, caller, token_id)

    async def revoke_all_tokens(self, person: PersonReference) -> None:
        """Ends all sessions and API tokens of a person."""
        async with tenant_tx(self._context.pool, person.tenant_id) as connection:
            await session_tokens.end_all_sessions(connection, person.tenant_id, person.person_id)

    async def create_api_token(
        self, caller: Caller, label: str, scopes: Collection[str], expires_at: datetime
    ) -> str:
        """Creates an API token and returns its secret, which cannot be read again; its owner is told by e-mail.

        Raises `InvalidName`, `StepUpRequired`, `NotAllowed`.
        """
        secret = await sessions.create_api_token(self._context, caller, label, scopes, expires_at)
        log_new_token(caller, scopes)
        await people.notify_people(self._context, caller.tenant_id, [caller.person_id], "token_made")
        return secret

    # Clean-up

    async def purge_expired(self) -> int:
        """Deletes expired rows of all organisations; returns how many invited people were erased.

        Runs once a day.
        """
        gone = await login_lookup.purge_expired_rows(self._context.pool, self._context.now())
        for tenant_id, person_id in gone:
            await self._context.seals.destroy_keys(tenant_id, person_id)
        return len(gone)
