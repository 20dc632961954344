"""One's passkeys on the page of the account: called something else, or taken away. A script of the page adds them."""

from litestar import post

from service.accounts.passkey_store import InvalidPasskey
from service.http.account_dependencies import parse_uuid, require_person
from service.http.dependencies import AccountServicesDependency, AnyRequest
from service.http.form_body import parse_fields
from service.web.account.page import ACCOUNT, render_account_page
from service.web.error_pages import account_error_text
from service.web.form_data import FORM_ERROR
from service.web.rendering import HtmlResponse, redirect_to


@post("/account/passkeys/rename")
async def rename_passkey(account_services: AccountServicesDependency, request: AnyRequest) -> HtmlResponse:
    """Call a passkey something else."""
    caller, _ = require_person()
    form = parse_fields(await request.body())
    passkey_id = parse_uuid(form.get("passkey_id", ""))
    if passkey_id:
        try:
            await account_services.passkeys.rename(caller, passkey_id, form.get("called", ""))
        except InvalidPasskey as error:
            return await render_account_page(
                request, account_services, {f"called-{passkey_id}": account_error_text(error)}
            )
    return redirect_to(ACCOUNT)


@post("/account/passkeys/remove")
async def remove_passkey(account_services: AccountServicesDependency, request: AnyRequest) -> HtmlResponse:
    """Forget a passkey, such as that of a lost phone."""
    caller, _ = require_person()
    accounts = account_services.accounts
    passkey_id = parse_uuid(parse_fields(await request.body()).get("passkey_id", ""))
    await accounts.credentials.require_step_up(caller)
    if passkey_id:
        try:
            await account_services.passkeys.remove(caller, passkey_id)
        except InvalidPasskey as error:
            return await render_account_page(
                request, account_services, {FORM_ERROR: account_error_text(error)}
            )
        await accounts.credentials.record_sign_in_change(caller)
    return redirect_to(ACCOUNT)
