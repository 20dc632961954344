"""One's passkeys on the page of the account: called something else, or taken away. A script of the page adds them."""

from typing import Any

from litestar import Request, post

from service.accounts.passkey_store import PasskeyRefused
from service.http.account_dependencies import accounts_of, id_of, passkeys_of, person_of
from service.http.form_body import fields
from service.web.account.routes import ACCOUNT, account_page
from service.web.error_pages import in_words
from service.web.form_data import WHOLE
from service.web.sign_in.routes import Page, to


@post("/account/passkeys/rename")
async def rename(request: Request[Any, Any, Any]) -> Page:
    """Call a passkey something else."""
    caller, _ = person_of(request)
    answers = fields(await request.body())
    passkey_id = id_of(answers.get("passkey_id", ""))
    if passkey_id:
        try:
            await passkeys_of(request).rename(caller, passkey_id, answers.get("called", ""))
        except PasskeyRefused as refusal:
            return await account_page(request, {f"called-{passkey_id}": in_words(refusal)})
    return to(ACCOUNT)


@post("/account/passkeys/remove")
async def remove(request: Request[Any, Any, Any]) -> Page:
    """Forget a passkey, such as that of a lost phone."""
    caller, _ = person_of(request)
    accounts, passkey_id = accounts_of(request), id_of(fields(await request.body()).get("passkey_id", ""))
    await accounts.may_set_up(caller)
    if passkey_id:
        try:
            await passkeys_of(request).remove(caller, passkey_id)
        except PasskeyRefused as refusal:
            return await account_page(request, {WHOLE: in_words(refusal)})
        await accounts.tell_sign_in_changed(caller)
    return to(ACCOUNT)
