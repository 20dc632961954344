"""Routes of passkeys. The options and credentials go through the browser's WebAuthn API, as JSON."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, delete, get, patch, post
from litestar.params import Body, FromPath, JSONBody
from msgspec import Struct

from service.accounts.authentication_result import AuthenticationFailed
from service.accounts.passkey_store import Passkey
from service.api.account_bodies import CurrentSession, PasskeyName, PasskeyRegistration
from service.api.openapi.operations import (
    ACCOUNT_PROBLEMS,
    AUTHENTICATION_PROBLEMS,
    OWN_ACCOUNT_PROBLEMS,
    problem_responses,
)
from service.api.problem_types import AUTHENTICATION_FAILED, ILLEGAL_STEP, REAUTHENTICATION_NEEDED
from service.api.problems import Problem
from service.api.request_body import JsonBody, check_json_headers
from service.api.sign_in import signed_in_response
from service.http.account_dependencies import attempt_source
from service.http.cookies import new_browser_secret, set_browser_cookie, set_session_cookie
from service.http.dependencies import AccountsDependency, AnyRequest, CallerDependency, PasskeysDependency
from service.http.request_headers import browser_secret

OPTIONS_DESCRIPTION = "Options for `navigator.credentials`, as `PublicKeyCredential` reads them from JSON."

PasskeyCredential = Annotated[
    dict[str, Any],
    Body(description="The `PublicKeyCredential` that `navigator.credentials.get` returned, as JSON."),
]


class PasskeyList(Struct, frozen=True, kw_only=True):
    """Your passkeys, the oldest first."""

    passkeys: list[Passkey]


class PasskeyCredentialBody(JsonBody):
    """A credential that cannot be read proves nothing, like one that is wrong. Raises `AuthenticationFailed`."""

    def decode_bytes(self, value: bytes) -> Any:
        try:
            return super().decode_bytes(value)
        except Problem:
            raise AuthenticationFailed("answer") from None


async def check_credential(request: AnyRequest) -> None:
    """Like `check_body`, except that no credential proves nothing either. Raises `AuthenticationFailed`."""
    check_json_headers(request.scope)
    if not await request.body():
        raise AuthenticationFailed("answer")


@post(
    "/sign-in/passkey/options",
    status_code=200,
    tags=["passkeys"],
    response_description=OPTIONS_DESCRIPTION,
    responses=problem_responses(*ACCOUNT_PROBLEMS),
)
async def sign_in_options(request: AnyRequest, passkeys: PasskeysDependency) -> Response[dict[str, Any]]:
    """Options that a page passes to `navigator.credentials.get`."""
    browser = browser_secret(request.scope) or new_browser_secret()
    return _options_response(request, browser, await passkeys.sign_in_options(browser))


@post(
    "/sign-in/passkey",
    status_code=200,
    dto=PasskeyCredentialBody,
    before_request=check_credential,
    tags=["passkeys"],
    responses=problem_responses(*ACCOUNT_PROBLEMS, *AUTHENTICATION_PROBLEMS),
)
async def sign_in(
    request: AnyRequest, accounts: AccountsDependency, passkeys: PasskeysDependency, data: PasskeyCredential
) -> Response[CurrentSession]:
    """Sign in with the credential that the browser returned."""
    proof = await passkeys.sign_in(_browser(request), data)
    session = await accounts.complete_sign_in(proof, source=attempt_source(request.scope))
    return await signed_in_response(request, accounts, session)


@post(
    "/passkeys/options",
    status_code=200,
    tags=["passkeys"],
    response_description=OPTIONS_DESCRIPTION,
    responses=problem_responses(*OWN_ACCOUNT_PROBLEMS, REAUTHENTICATION_NEEDED),
)
async def registration_options(
    request: AnyRequest, accounts: AccountsDependency, passkeys: PasskeysDependency, caller: CallerDependency
) -> Response[dict[str, Any]]:
    """Options that a page passes to `navigator.credentials.create`."""
    await accounts.credentials.require_step_up(caller)
    person = await accounts.get_person(caller.tenant_id, caller.person_id)
    browser = browser_secret(request.scope) or new_browser_secret()
    account = person.email or person.name or ""
    return _options_response(
        request, browser, await passkeys.registration_options(caller, browser, account=account)
    )


@post(
    "/passkeys",
    tags=["passkeys"],
    responses=problem_responses(*OWN_ACCOUNT_PROBLEMS, REAUTHENTICATION_NEEDED, AUTHENTICATION_FAILED),
)
async def register(
    request: AnyRequest,
    accounts: AccountsDependency,
    passkeys: PasskeysDependency,
    caller: CallerDependency,
    data: JSONBody[PasskeyRegistration],
) -> Response[Passkey]:
    """Register the passkey that a device created.

    The session then counts as one with a second sign-in step.
    """
    await accounts.credentials.require_step_up(caller)
    passkey = await passkeys.register(caller, _browser(request), data.answer, called=data.called)
    await accounts.credentials.record_sign_in_change(caller)
    if await accounts.credentials.is_strong(caller):
        return Response(passkey)
    session = await accounts.credentials.upgrade_session(caller, "passkey")
    return Response(passkey, headers={"set-cookie": set_session_cookie(request.scope, session.secret)})


@get("/passkeys", tags=["passkeys"], responses=problem_responses(*OWN_ACCOUNT_PROBLEMS))
async def list_passkeys(passkeys: PasskeysDependency, caller: CallerDependency) -> PasskeyList:
    """Your passkeys, the oldest first."""
    return PasskeyList(passkeys=await passkeys.list_own(caller))


@patch("/passkeys/{passkey_id:uuid}", tags=["passkeys"], responses=problem_responses(*OWN_ACCOUNT_PROBLEMS))
async def rename(
    passkeys: PasskeysDependency,
    caller: CallerDependency,
    passkey_id: FromPath[UUID],
    data: JSONBody[PasskeyName],
) -> Passkey:
    """Rename a passkey."""
    return await passkeys.rename(caller, passkey_id, data.called)


@delete(
    "/passkeys/{passkey_id:uuid}",
    tags=["passkeys"],
    responses=problem_responses(*OWN_ACCOUNT_PROBLEMS, REAUTHENTICATION_NEEDED, ILLEGAL_STEP),
)
async def remove(
    accounts: AccountsDependency,
    passkeys: PasskeysDependency,
    caller: CallerDependency,
    passkey_id: FromPath[UUID],
) -> None:
    """Remove a passkey, such as that of a lost phone. The only way to sign in cannot be removed."""
    await accounts.credentials.require_step_up(caller)
    await passkeys.remove(caller, passkey_id)
    await accounts.credentials.record_sign_in_change(caller)


def _options_response(request: AnyRequest, browser: str, options: dict[str, Any]) -> Response[dict[str, Any]]:
    return Response(options, headers={"set-cookie": set_browser_cookie(request.scope, browser)})


def _browser(request: AnyRequest) -> str:
    """The secret of the browser that got the options. Raises `AuthenticationFailed`."""
    browser = browser_secret(request.scope)
    if browser is None:
        raise AuthenticationFailed("challenge")
    return browser
