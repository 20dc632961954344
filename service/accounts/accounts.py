"""Accounts as the rest of the service sees them: one door to organisations, people and how they sign in."""

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from domain.vocabulary import Purpose
from service.accounts import login_lookup, organisations, passwords, people, session_tokens, sessions
from service.accounts.authentication_result import Proof
from service.accounts.caller import Caller
from service.accounts.errors import SignInRefused
from service.accounts.ground import Ground, Seals
from service.accounts.invitation_acceptance import Acceptance
from service.accounts.invitations import InvitationView
from service.accounts.members import Members
from service.accounts.notices import Kind, Tell, unheard
from service.accounts.password_sign_in import SigningIn
from service.accounts.passwords import PRODUCT_WORDS, Passwords
from service.accounts.people import Person
from service.accounts.second_factor import SecondFactor, TotpOffer
from service.accounts.security_log import watched
from service.accounts.session_tokens import Means, Need, SignedIn
from service.accounts.sessions import Session
from service.accounts.sign_in_links import Link, Links
from service.accounts.throttle import VISIT_PER_NETWORK, Throttle
from service.clock import Now, utc_now
from service.encryption.vault import Vault
from service.postgres.connections import tenant_tx

if TYPE_CHECKING:
    from service.postgres.connections import Pool


class Somebody(Protocol):
    """A person, or a caller."""

    @property
    def tenant_id(self) -> UUID: ...
    @property
    def person_id(self) -> UUID: ...


Meet = Callable[[Person], Awaitable[None]]
"""What follows when somebody has come in."""


class Accounts(Members):
    """Every method stays within one organisation, but for those that find out which it is."""

    def __init__(
        self,
        pool: "Pool",
        vault: Vault,
        *,
        now: Now = utc_now,
        words: Collection[str] = PRODUCT_WORDS,
        kept: Passwords | None = None,
        tell: Tell = unheard,
    ) -> None:
        """`words` are refused as passwords, as are the organisation's and the person's own names; `tell` sends letters."""
        super().__init__(Ground(pool=pool, seals=Seals(vault), now=now, tell=tell))
        self._passwords = kept or Passwords()
        self._meet: Meet | None = None
        self._throttle = throttle = Throttle(self._ground)
        self._acceptance = Acceptance(self._ground, self._passwords, words)
        self._signing_in = SigningIn(self._ground, self._passwords, throttle, words)
        self._links = Links(self._ground, throttle)
        self._second_factor = SecondFactor(self._ground, throttle)

    def close(self) -> None:
        """Let the threads go; the pool is its opener's."""
        self._passwords.close()

    def meet_with(self, meet: Meet) -> None:
        """What is to be done for whoever has come in."""
        self._meet = meet

    # Coming in

    async def create_organisation(self, name: str) -> UUID:
        """A new organisation, with nobody in it. Raises `NameRefused`."""
        return await organisations.create(self._ground, name)

    async def invitation(self, secret: str) -> InvitationView | None:
        """What an invitation says; nothing is stored by looking at it."""
        return await self._invitations.invitation(secret)

    async def accept(
        self, secret: str, *, name: str, password: str | None = None, consents: Collection[Purpose]
    ) -> Person:
        """Come in. Raises `InvitationGone`, `PasswordRefused`, `NameRefused`, `JourneyTaken`, `Throttled`."""
        person = await self._acceptance.accept(secret, name=name, password=password, consents=consents)
        if self._meet:
            await self._meet(person)
        return person

    async def decline(self, secret: str) -> None:
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
    ) -> SignedIn:
        """A new session. Raises `SignInRefused`, `SecondFactorNeeded`, `WhichOrganisation`, `Throttled`, `EmailRefused`."""
        coming = self._signing_in.sign_in(
            email, password, code=code, network=network, organisation=organisation
        )
        return await watched("password", coming)

    async def ask_for_link(self, email: str, network: str) -> Link | None:
        """A way back in for ten minutes; None for an unknown address. Raises `Throttled`, `EmailRefused`."""
        return await self._links.ask(email, network)

    async def enter_by_link(self, secret: str, browser_secret: str, code: str | None = None) -> SignedIn:
        """Enter once, in the browser that asked. Raises `SignInRefused`, `SecondFactorNeeded`, `Throttled`."""
        return await watched("link", self._links.enter(secret, browser_secret, code))

    async def may_leave(self, network: str) -> None:
        """To be asked before somebody is sent to a provider, which costs a look at it and a row here. Raises `Throttled`."""
        await self._throttle.count((VISIT_PER_NETWORK, self._ground.seals.network(network)))

    async def let_in(self, proof: Proof, code: str | None = None) -> SignedIn:
        """A session after a passkey or a provider. Raises `SignInRefused`, `SecondFactorNeeded`, `Throttled`."""
        return await watched(proof.method, self._signing_in.let_in(proof, code))

    async def welcome(self, person: Person) -> SignedIn:
        """A first session, for somebody who has just come in by an invitation. Raises `SignInRefused` for all others."""
        return await watched("invitation", self._welcome(person))

    async def _welcome(self, person: Person) -> SignedIn:
        async with tenant_tx(self._ground.pool, person.tenant_id) as connection:
            if not await people.joined_since(connection, person, self._ground.now() - session_tokens.LATELY):
                raise SignInRefused
            return await session_tokens.begin(
                self._ground, connection, person.tenant_id, person.person_id, "invitation"
            )

    async def prove_again(
        self, caller: Caller, password: str, *, code: str | None = None, network: str
    ) -> SignedIn:
        """A fresh proof for what is delicate, and a new secret. Raises as `sign_in` does."""
        coming = self._signing_in.prove_again(caller, password, code=code, network=network)
        return await watched("password", coming)

    # Sessions and tokens

    async def caller(self, secret: str) -> Caller | None:
        """Who carries this secret, with the roles they have at this moment."""
        return await session_tokens.caller_with(self._ground, secret)

    async def needs(self, caller: Caller) -> frozenset[Need]:
        """What the caller's session lacks before it has all their roles."""
        return await session_tokens.needs(self._ground, caller)

    async def sign_out(self, caller: Caller) -> None:
        """End this session; nothing happens when it has ended."""
        if caller.token_id:
            await sessions.revoke(self._ground, caller, caller.token_id)

    async def sessions(self, caller: Caller) -> list[Session]:
        """Where the caller is signed in, and the tokens of their programs."""
        return await sessions.sessions(self._ground, caller)

    async def revoke(self, caller: Caller, token_id: UUID) -> bool:
        """End one of the caller's own; False when there is none of this id."""
        return await sessions.revoke(self._ground, caller, token_id)

    async def revoke_all(self, person: Somebody) -> None:
        """Sign somebody out everywhere, their programs too."""
        async with tenant_tx(self._ground.pool, person.tenant_id) as connection:
            await session_tokens.end_all(connection, person.tenant_id, person.person_id)

    async def make_api_token(
        self, caller: Caller, label: str, scopes: Collection[str], expires_at: datetime
    ) -> str:
        """The secret of a token for a program, shown this once. Raises `StepUpNeeded`, `NotAllowed`."""
        return await sessions.make_for_program(self._ground, caller, label, scopes, expires_at)

    # What one proves oneself with

    async def set_password(
        self, caller: Caller, password: str, *, current: str | None = None, network: str
    ) -> SignedIn:
        """A new password, and a new session. Raises `PasswordRefused`, `SignInRefused`, `StepUpNeeded`, `Throttled`."""
        signed = await self._signing_in.set_password(caller, password, current=current, network=network)
        await self._notify(caller, "password_changed")
        return signed

    async def has_password(self, caller: Caller) -> bool:
        """Whether the caller can sign in with a password."""
        async with tenant_tx(self._ground.pool, caller.tenant_id) as connection:
            return await passwords.kept_hash(connection, caller.tenant_id, caller.person_id) is not None

    async def may_set_up(self, caller: Caller) -> None:
        """To be asked before a passkey is added. Raises `StepUpNeeded`."""
        await session_tokens.may_set_up(self._ground, caller)

    def shown_lately(self, caller: Caller) -> None:
        """To be asked before a way to sign in is taken away. Raises `StepUpNeeded`."""
        session_tokens.fresh(self._ground, caller)

    async def is_strong(self, caller: Caller) -> bool:
        """Whether more than one proof, or one that is as good, was shown in the caller's session."""
        async with tenant_tx(self._ground.pool, caller.tenant_id) as connection:
            session = await session_tokens.means_of(connection, caller)
        return session is not None and session[1]

    async def strengthen(self, caller: Caller, means: Means = "passkey") -> SignedIn:
        """A new session with all roles, after a second proof was set up in this one. Raises `StepUpNeeded`."""
        async with tenant_tx(self._ground.pool, caller.tenant_id) as connection:
            return await session_tokens.renew(self._ground, connection, caller, means)

    async def start_totp(self, caller: Caller) -> TotpOffer:
        """What an authenticator is to be given. Raises `StepUpNeeded`."""
        return await self._second_factor.start(caller)

    async def confirm_totp(self, caller: Caller, code: str) -> SignedIn:
        """From now on a code is asked for; a new session. Raises `CodeRefused`, `StepUpNeeded`, `Throttled`."""
        signed = await self._second_factor.confirm(caller, code)
        await self._notify(caller, "sign_in_changed")
        return signed

    async def remove_totp(self, caller: Caller, code: str) -> None:
        """No code is asked for any more. Raises `CodeRefused`, `StepUpNeeded`, `Throttled`."""
        await self._second_factor.remove(caller, code)
        await self._notify(caller, "sign_in_changed")

    async def recovery_codes(self, caller: Caller) -> tuple[str, ...]:
        """Ten new codes, shown this once. Raises `StepUpNeeded`."""
        return await self._second_factor.recovery_codes(caller)

    async def tell_sign_in_changed(self, caller: Caller) -> None:
        """To be called when a passkey or an account at a provider was added or taken away."""
        await self._notify(caller, "sign_in_changed")

    async def _notify(self, caller: Caller, kind: Kind) -> None:
        await self.tell_of(caller.tenant_id, caller.person_id, kind)

    # Time

    async def sweep(self) -> int:
        """Remove what has run out, in all organisations; how many people were forgotten who never came. Once a day will do."""
        gone = await login_lookup.sweep(self._ground.pool, self._ground.now())
        for tenant_id, person_id in gone:
            await self._ground.seals.destroy(tenant_id, person_id)
        return len(gone)
