"""What programs send and are answered when somebody signs in or looks after their account."""

from datetime import datetime
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

from msgspec import Meta, Struct

from domain.vocabulary import Purpose
from service.accounts.caller import Role
from service.accounts.session_tokens import Need
from service.accounts.sessions import Session
from service.api.commands import Reader
from service.api.request_body import json_body
from service.authorization.policy import Scope
from service.http.account_dependencies import Asked

Text = Annotated[str, Meta(max_length=500)]
T = TypeVar("T", bound=Struct)


class Credentials(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody signs in with. The code is that of an authenticator, or a recovery code."""

    email: Text
    password: Text
    code: Text | None = None
    organisation: UUID | None = None
    """Where the same address and password open accounts in several."""


class LinkWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who wants a link."""

    email: Text


class LinkShown(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands behind the # of a link, and a code where one is asked for."""

    link: Text
    code: Text | None = None


class Look(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands behind the # of an invitation's link."""

    invitation: Text


class InvitationAnswer(Look, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Yes or no to an invitation; a name and consents with a yes."""

    accept: bool
    name: Text = ""
    password: Text | None = None
    consents: tuple[Purpose, ...] = ()


class NewPassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new password, and the one there was."""

    password: Text
    current: Text | None = None


class Again(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another proof of who one is, for what is delicate."""

    password: Text
    code: Text | None = None


class Code(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code of an authenticator."""

    code: Text


class TokenWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a program's token is for, what it may do, and until when."""

    label: Annotated[str, Meta(min_length=1, max_length=120)]
    scopes: Annotated[tuple[Scope, ...], Meta(min_length=1, max_length=4)]
    expires_at: Annotated[datetime, Meta(tz=True)]


class Called(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a passkey is called."""

    called: Text


class NewPasskey(Called, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `navigator.credentials.create` answered, and what to call it."""

    answer: dict[str, Any]


class Me(Struct, frozen=True, kw_only=True):
    """Who is asking. `form_token` goes into the header X-Form-Token of whatever changes something."""

    tenant_id: UUID
    person_id: UUID
    roles: tuple[Role, ...]
    needs: tuple[Need, ...] = ()
    form_token: str | None = None


class Places(Struct, frozen=True, kw_only=True):
    """Where one is signed in, and one's tokens."""

    sessions: list[Session]


class Token(Struct, frozen=True, kw_only=True):
    """A token, shown this once."""

    token: str


class RecoveryCodes(Struct, frozen=True, kw_only=True):
    """Codes that open once each, shown this once."""

    codes: tuple[str, ...]


READERS: dict[type[Struct], Reader] = {
    kind: Reader(kind)
    for kind in (
        Credentials,
        LinkWish,
        LinkShown,
        Look,
        InvitationAnswer,
        NewPassword,
        Again,
        Code,
        TokenWish,
        Called,
        NewPasskey,
    )
}


async def body_of(request: Asked, kind: type[T]) -> T:
    """What a request brings, as one kind of body."""
    return cast("T", READERS[kind].read(await json_body(request.scope, request.receive)))
