"""The addresses of signing in and of one's account; there where accounts are kept."""

from datetime import datetime

from litestar import Router
from litestar.di import Provide
from litestar.exceptions import HTTPException

from service.accounts.refusals import AccountRefusal
from service.clock import Now, utc_now
from service.web import (
    account,
    invitation,
    organisation_back,
    organisation_sign_in,
    passkeys,
    proofs,
    sign_in,
)
from service.web.trouble import trouble_page


def entry_router(now: Now = utc_now) -> Router:
    """Everything a person needs to come in, look after their account, and leave."""

    # Litestar copies what it is given, and a copied clock of a test would stand still; functions are not copied.
    def moment() -> datetime:
        return now()

    return Router(
        path="/",
        route_handlers=[
            sign_in.sign_in_page,
            sign_in.sign_in,
            sign_in.sign_in_code,
            sign_in.ask_for_link,
            sign_in.enter_page,
            sign_in.enter,
            sign_in.sign_out,
            invitation.invitation_page,
            invitation.invitation,
            invitation.answer,
            account.account,
            account.language,
            account.revoke,
            account.password,
            proofs.proof_page,
            proofs.proof,
            proofs.second_factor,
            proofs.confirm_second_factor,
            proofs.remove_second_factor,
            proofs.recovery_codes,
            account.make_token,
            passkeys.rename,
            passkeys.remove,
            organisation_sign_in.organisation_page,
            organisation_sign_in.sign_in,
            organisation_sign_in.accept,
            organisation_sign_in.link,
            organisation_sign_in.prove,
            organisation_sign_in.unlink,
            organisation_back.back,
            organisation_back.code,
        ],
        dependencies={"moment": Provide(moment, sync_to_thread=False)},
        exception_handlers={
            AccountRefusal: account.refused,
            HTTPException: trouble_page,
            Exception: trouble_page,
        },
        include_in_schema=False,
    )
