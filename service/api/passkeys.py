"""Passkeys, for the script of a page: a browser's own dialogue stands between a question and its answer."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Response, delete, get, patch, post
from litestar.params import FromPath
from msgspec import Meta, Struct

from service.accounts.authentication_result import AuthenticationFailed
from service.accounts.passkey_store import Passkey
from service.api.account_bodies import CurrentSession, PasskeyName, PasskeyRegistration, decode_body
from service.api.request_body import read_json_body
from service.api.sign_in import signed_in_response
from service.http.account_dependencies import AnyRequest, get_accounts, get_passkeys, require_person
from service.http.cookies import browser_secret, new_browser_secret, set_browser_cookie, set_session_cookie

PasskeyOptions = Annotated[
    dict[str, Any],
    Meta(description="Options for `navigator.credentials`, as `PublicKeyCredential` reads them from JSON."),
]
PasskeyCredential = Annotated[
    dict[str, Any],
    Meta(description="The `PublicKeyCredential` that `navigator.credentials.get` answered, as JSON."),
]


class PasskeyList(Struct, frozen=True, kw_only=True):
    """One's passkeys, the oldest first."""

    passkeys: list[Passkey]


@post("/sign-in/passkey/options", status_code=200)
async def sign_in_options(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """What to hand to `navigator.credentials.get`."""
    browser = browser_secret(request.scope) or new_browser_secret()
    return _asked(request, browser, await get_passkeys(request).sign_in_options(browser))


@post("/sign-in/passkey", status_code=200)
async def sign_in(request: Request[Any, Any, Any]) -> Response[CurrentSession]:
    """What the browser answered."""
    answered = _object(await read_json_body(request.scope, request.receive))
    proof = await get_passkeys(request).sign_in(_known(request), answered)
    return await signed_in_response(request, await get_accounts(request).complete_sign_in(proof))


@post("/passkeys/options", status_code=200)
async def registration_options(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """What to hand to `navigator.credentials.create`."""
    caller, _ = require_person()
    accounts = get_accounts(request)
    await accounts.require_step_up(caller)
    person = await accounts.get_person(caller.tenant_id, caller.person_id)
    browser = browser_secret(request.scope) or new_browser_secret()
    account = person.email or person.name or ""
    return _asked(
        request, browser, await get_passkeys(request).registration_options(caller, browser, account=account)
    )


@post("/passkeys", status_code=201)
async def register(request: Request[Any, Any, Any]) -> Response[Passkey]:
    """The passkey that a device made, and what to call it. A session that was weak goes on as a strong one."""
    caller, _ = require_person()
    accounts = get_accounts(request)
    await accounts.require_step_up(caller)
    given = await decode_body(request, PasskeyRegistration)
    made = await get_passkeys(request).register(caller, _known(request), given.answer, called=given.called)
    await accounts.notify_sign_in_changed(caller)
    if await accounts.is_strong(caller):
        return Response(made)
    signed = await accounts.upgrade_session(caller, "passkey")
    return Response(made, headers={"set-cookie": set_session_cookie(request.scope, signed.secret)})


@get("/passkeys")
async def list_passkeys(request: Request[Any, Any, Any]) -> PasskeyList:
    """One's passkeys."""
    return PasskeyList(passkeys=await get_passkeys(request).list_own(require_person()[0]))


@patch("/passkeys/{passkey_id:uuid}")
async def rename(request: Request[Any, Any, Any], passkey_id: FromPath[UUID]) -> Passkey:
    """Call a passkey something else."""
    caller, _ = require_person()
    return await get_passkeys(request).rename(
        caller, passkey_id, (await decode_body(request, PasskeyName)).called
    )


@delete("/passkeys/{passkey_id:uuid}")
async def remove(request: Request[Any, Any, Any], passkey_id: FromPath[UUID]) -> None:
    """Forget a passkey, such as that of a lost phone."""
    caller, _ = require_person()
    await get_accounts(request).require_step_up(caller)
    await get_passkeys(request).remove(caller, passkey_id)
    await get_accounts(request).notify_sign_in_changed(caller)


def _asked(request: AnyRequest, browser: str, options: dict[str, Any]) -> Response[dict[str, Any]]:
    return Response(options, headers={"set-cookie": set_browser_cookie(request.scope, browser)})


def _known(request: AnyRequest) -> str:
    browser = browser_secret(request.scope)
    if browser is None:
        raise AuthenticationFailed("challenge")
    return browser


def _object(body: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise AuthenticationFailed("answer") from None
