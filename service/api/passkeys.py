"""Passkeys, for the script of a page: a browser's own dialogue stands between a question and its answer."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, patch, post
from litestar.params import FromPath
from msgspec import Meta, Struct

from service.accounts.authentication_result import ProofRefused
from service.accounts.passkey_store import Passkey
from service.api.account_bodies import Called, Me, NewPasskey, body_of
from service.api.request_body import json_body
from service.api.sign_in import welcome
from service.http.account_dependencies import Asked, accounts_of, passkeys_of, person_of
from service.http.cookies import browser_secret, keep_browser, keep_session, new_browser_secret

Question = Annotated[
    dict[str, Any],
    Meta(description="Options for `navigator.credentials`, as `PublicKeyCredential` reads them from JSON."),
]
BrowserAnswer = Annotated[
    dict[str, Any],
    Meta(description="The `PublicKeyCredential` that `navigator.credentials.get` answered, as JSON."),
]


class OwnPasskeys(Struct, frozen=True, kw_only=True):
    """One's passkeys, the oldest first."""

    passkeys: list[Passkey]


@post("/sign-in/passkey/options", status_code=200)
async def sign_in_options(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """What to hand to `navigator.credentials.get`."""
    browser = browser_secret(request.scope) or new_browser_secret()
    return _asked(request, browser, await passkeys_of(request).sign_in_options(browser))


@post("/sign-in/passkey", status_code=200)
async def sign_in(request: Request[Any, Any, Any]) -> Response[Me]:
    """What the browser answered."""
    answered = _object(await json_body(request.scope, request.receive))
    proof = await passkeys_of(request).sign_in(_known(request), answered)
    return await welcome(request, await accounts_of(request).let_in(proof))


@post("/passkeys/options", status_code=200)
async def registration_options(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """What to hand to `navigator.credentials.create`."""
    caller, _ = person_of(request)
    accounts = accounts_of(request)
    await accounts.may_set_up(caller)
    person = await accounts.person(caller.tenant_id, caller.person_id)
    browser = browser_secret(request.scope) or new_browser_secret()
    account = person.email or person.name or ""
    return _asked(
        request, browser, await passkeys_of(request).registration_options(caller, browser, account=account)
    )


@post("/passkeys", status_code=201)
async def register(request: Request[Any, Any, Any]) -> Response[Passkey]:
    """The passkey that a device made, and what to call it. A session that was weak goes on as a strong one."""
    caller, _ = person_of(request)
    accounts = accounts_of(request)
    await accounts.may_set_up(caller)
    given = await body_of(request, NewPasskey)
    made = await passkeys_of(request).register(caller, _known(request), given.answer, called=given.called)
    await accounts.tell_sign_in_changed(caller)
    if await accounts.is_strong(caller):
        return Response(made)
    signed = await accounts.strengthen(caller, "passkey")
    return Response(made, headers={"set-cookie": keep_session(request.scope, signed.secret)})


@get("/passkeys")
async def own(request: Request[Any, Any, Any]) -> OwnPasskeys:
    """One's passkeys."""
    return OwnPasskeys(passkeys=await passkeys_of(request).own(person_of(request)[0]))


@patch("/passkeys/{passkey_id:uuid}")
async def rename(request: Request[Any, Any, Any], passkey_id: FromPath[UUID]) -> Passkey:
    """Call a passkey something else."""
    caller, _ = person_of(request)
    return await passkeys_of(request).rename(caller, passkey_id, (await body_of(request, Called)).called)


@delete("/passkeys/{passkey_id:uuid}")
async def remove(request: Request[Any, Any, Any], passkey_id: FromPath[UUID]) -> None:
    """Forget a passkey, such as that of a lost phone."""
    caller, _ = person_of(request)
    await accounts_of(request).may_set_up(caller)
    await passkeys_of(request).remove(caller, passkey_id)
    await accounts_of(request).tell_sign_in_changed(caller)


def _asked(request: Asked, browser: str, options: dict[str, Any]) -> Response[dict[str, Any]]:
    return Response(options, headers={"set-cookie": keep_browser(request.scope, browser)})


def _known(request: Asked) -> str:
    browser = browser_secret(request.scope)
    if browser is None:
        raise ProofRefused("challenge")
    return browser


def _object(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise ProofRefused("answer") from None
