"""What programs send and are answered when somebody signs in or looks after their account."""

from datetime import datetime
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

from msgspec import Meta, Struct

from domain.vocabulary import ConsentPurpose
from service.accounts.caller import AccountRole
from service.accounts.session_tokens import SessionRequirement
from service.accounts.sessions import Session
from service.api.commands import BodyDecoder
from service.api.request_body import read_json_body
from service.authorization.policy import TokenScope
from service.http.account_dependencies import AnyRequest

BodyText = Annotated[str, Meta(max_length=500)]
T = TypeVar("T", bound=Struct)


class Credentials(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody signs in with. The code is that of an authenticator, or a recovery code."""

    email: BodyText
    password: BodyText
    code: BodyText | None = None
    organisation: UUID | None = None
    """Where the same address and password open accounts in several."""


class SignInLinkRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who wants a link."""

    email: BodyText


class SignInLinkUse(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands behind the # of a link, and a code where one is asked for."""

    link: BodyText
    code: BodyText | None = None


class InvitationLookup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands behind the # of an invitation's link."""

    invitation: BodyText


class InvitationAnswer(InvitationLookup, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Yes or no to an invitation; a name and consents with a yes."""

    accept: bool
    name: BodyText = ""
    password: BodyText | None = None
    consents: tuple[ConsentPurpose, ...] = ()


class NewPassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new password, and the one there was."""

    password: BodyText
    current: BodyText | None = None


class Reauthentication(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another proof of who one is, for what is delicate."""

    password: BodyText
    code: BodyText | None = None


class AuthenticatorCode(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code of an authenticator."""

    code: BodyText


class TokenRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a program's token is for, what it may do, and until when."""

    label: Annotated[str, Meta(min_length=1, max_length=120)]
    scopes: Annotated[tuple[TokenScope, ...], Meta(min_length=1, max_length=4)]
    expires_at: Annotated[datetime, Meta(tz=True)]


class PasskeyName(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a passkey is called."""

    called: BodyText


class PasskeyRegistration(PasskeyName, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `navigator.credentials.create` answered, and what to call it."""

    answer: dict[str, Any]


class CurrentSession(Struct, frozen=True, kw_only=True):
    """Who is asking. `form_token` goes into the header X-Form-Token of whatever changes something."""

    tenant_id: UUID
    person_id: UUID
    roles: tuple[AccountRole, ...]
    needs: tuple[SessionRequirement, ...] = ()
    form_token: str | None = None


class SessionList(Struct, frozen=True, kw_only=True):
    """Where one is signed in, and one's tokens."""

    sessions: list[Session]


class IssuedToken(Struct, frozen=True, kw_only=True):
    """A token, shown this once."""

    token: str


class RecoveryCodes(Struct, frozen=True, kw_only=True):
    """Codes that open once each, shown this once."""

    codes: tuple[str, ...]


DECODERS: dict[type[Struct], BodyDecoder] = {
    kind: BodyDecoder(kind)
    for kind in (
        Credentials,
        SignInLinkRequest,
        SignInLinkUse,
        InvitationLookup,
        InvitationAnswer,
        NewPassword,
        Reauthentication,
        AuthenticatorCode,
        TokenRequest,
        PasskeyName,
        PasskeyRegistration,
    )
}


async def decode_body(request: AnyRequest, kind: type[T]) -> T:
    """What a request brings, as one kind of body."""
    return cast("T", DECODERS[kind].decode(await read_json_body(request.scope, request.receive)))
