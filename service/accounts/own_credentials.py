"""What people sign in with, as they set it themselves: a password, an authenticator, recovery codes."""

from service.accounts import passwords, people, session_tokens
from service.accounts.caller import Caller
from service.accounts.context import AccountsContext
from service.accounts.notices import NoticeKind
from service.accounts.password_sign_in import PasswordSignIn
from service.accounts.second_factor import SecondFactor, TotpSetup
from service.accounts.session_tokens import NewSession, SignInMethod
from service.accounts.throttle import AttemptSource
from service.postgres.connections import tenant_tx


class OwnCredentials:
    """The credentials of a caller. Whoever changes them is told so by e-mail."""

    def __init__(
        self, context: AccountsContext, signing_in: PasswordSignIn, second_factor: SecondFactor
    ) -> None:
        self._context = context
        self._signing_in = signing_in
        self._second_factor = second_factor

    async def set_password(
        self, caller: Caller, password: str, *, current: str | None = None, source: AttemptSource
    ) -> NewSession:
        """Sets the caller's password and starts a new session.

        Raises `InvalidPassword`, `SignInFailed`, `StepUpRequired`, `Throttled`.
        """
        signed = await self._signing_in.set_password(caller, password, current=current, source=source)
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
        """Raises `StepUpRequired` unless the session is fresh and strong enough to add a passkey."""
        await session_tokens.require_step_up(self._context, caller)

    def require_fresh_session(self, caller: Caller) -> None:
        """Raises `StepUpRequired` unless the person signed in within ten minutes,
        as removing a sign-in method requires.
        """
        session_tokens.require_fresh_session(self._context, caller)

    async def is_strong(self, caller: Caller) -> bool:
        """Whether the caller's session began with a second factor, or a method as strong as two."""
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            session = await session_tokens.session_method(connection, caller)
        return session is not None and session[1]

    async def upgrade_session(self, caller: Caller, means: SignInMethod = "passkey") -> NewSession:
        """Starts a session with all roles after a second factor was set up in this one.

        Raises `StepUpRequired`.
        """
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            return await session_tokens.renew_session(self._context, connection, caller, means)

    async def start_totp(self, caller: Caller) -> TotpSetup:
        """Creates a secret for an authenticator app. Raises `StepUpRequired`."""
        return await self._second_factor.start(caller)

    async def confirm_totp(self, caller: Caller, code: str, source: AttemptSource) -> NewSession:
        """Turns the authenticator on by its first code, and starts a new session.

        Raises `InvalidCode`, `StepUpRequired`, `Throttled`.
        """
        signed = await self._second_factor.confirm(caller, code, source)
        await self._notify(caller, "sign_in_changed")
        return signed

    async def remove_totp(self, caller: Caller, code: str, source: AttemptSource) -> None:
        """Turns the authenticator off. Raises `InvalidCode`, `StepUpRequired`, `Throttled`."""
        await self._second_factor.remove(caller, code, source)
        await self._notify(caller, "sign_in_changed")

    async def new_recovery_codes(self, caller: Caller) -> tuple[str, ...]:
        """Replaces the ten recovery codes and returns them; they cannot be read again.

        Raises `StepUpRequired`.
        """
        return await self._second_factor.recovery_codes(caller)

    async def record_sign_in_change(self, caller: Caller) -> None:
        """Ends the caller's API tokens after a passkey or a provider account was added or removed, and notifies them."""
        async with tenant_tx(self._context.pool, caller.tenant_id) as connection:
            await session_tokens.end_api_tokens(connection, caller.tenant_id, caller.person_id)
        await self._notify(caller, "sign_in_changed")

    async def _notify(self, caller: Caller, kind: NoticeKind) -> None:
        await people.notify_people(self._context, caller.tenant_id, [caller.person_id], kind)
