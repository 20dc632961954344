"""Request and response bodies of signing in and of a person's account."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

from domain.vocabulary import ConsentPurpose
from service.accounts.caller import AccountRole
from service.accounts.session_tokens import SessionRequirement
from service.accounts.sessions import Session
from service.authorization.access_rules import TokenScope

BodyText = Annotated[str, Meta(max_length=500)]


class Credentials(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to sign in with. The code is from an authenticator app, or is a recovery code."""

    email: BodyText
    password: BodyText
    code: BodyText | None = None
    organisation: UUID | None = None
    """Needed where the same address and password belong to accounts in several organisations."""


class SignInLinkRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The address that a sign-in link is to be sent to."""

    email: BodyText


class SignInLinkUse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secret after the # in a sign-in link, and a code where one is asked for."""

    link: BodyText
    code: BodyText | None = None


class InvitationLookup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The secret after the # in the link of an invitation."""

    invitation: BodyText


class InvitationAnswer(InvitationLookup, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether an invitation is accepted; if so, with a name and consents."""

    accept: bool
    name: BodyText = ""
    password: BodyText | None = None
    consents: tuple[ConsentPurpose, ...] = ()


class NewPassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new password, and the current one if there is one."""

    password: BodyText
    current: BodyText | None = None


class Reauthentication(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new proof of who you are, for sensitive changes."""

    password: BodyText
    code: BodyText | None = None


class AuthenticatorCode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A current code of an authenticator app."""

    code: BodyText


class TokenRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an API token is for, what it may do, and until when it is valid."""

    label: Annotated[str, Meta(min_length=1, max_length=120)]
    scopes: Annotated[tuple[TokenScope, ...], Meta(min_length=1, max_length=4)]
    expires_at: Annotated[datetime, Meta(tz=True)]


class PasskeyName(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The name of a passkey."""

    called: BodyText


class PasskeyRegistration(PasskeyName, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The credential that `navigator.credentials.create` returned, and a name for it."""

    answer: dict[str, Any]


class CurrentSession(Struct, frozen=True, kw_only=True):
    """Who is signed in. Requests that change something must send `form_token` in the header X-Form-Token."""

    tenant_id: UUID
    person_id: UUID
    roles: tuple[AccountRole, ...]
    needs: tuple[SessionRequirement, ...] = ()
    form_token: str | None = None


class SessionList(Struct, frozen=True, kw_only=True):
    """Where you are signed in, and your tokens."""

    sessions: list[Session]


class IssuedToken(Struct, frozen=True, kw_only=True):
    """An API token, shown this once."""

    token: str


class RecoveryCodes(Struct, frozen=True, kw_only=True):
    """Codes that work once each, shown this once."""

    codes: tuple[str, ...]
