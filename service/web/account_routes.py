"""The addresses of signing in and of one's account; there where accounts are kept."""

from datetime import datetime

from litestar import Router
from litestar.di import Provide
from litestar.exceptions import HTTPException

from service.accounts.errors import AccountRefusal
from service.clock import Now, utc_now
from service.web import invitation
from service.web.account import authentication_routes, passkey_routes
from service.web.account import routes as account
from service.web.error_pages import trouble_page
from service.web.sign_in import organisation_callback, organisation_routes
from service.web.sign_in import routes as sign_in


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
            authentication_routes.proof_page,
            authentication_routes.proof,
            authentication_routes.second_factor,
            authentication_routes.confirm_second_factor,
            authentication_routes.remove_second_factor,
            authentication_routes.recovery_codes,
            account.make_token,
            passkey_routes.rename,
            passkey_routes.remove,
            organisation_routes.organisation_page,
            organisation_routes.sign_in,
            organisation_routes.accept,
            organisation_routes.link,
            organisation_routes.prove,
            organisation_routes.unlink,
            organisation_callback.back,
            organisation_callback.code,
        ],
        dependencies={"moment": Provide(moment, sync_to_thread=False)},
        exception_handlers={
            AccountRefusal: account.refused,
            HTTPException: trouble_page,
            Exception: trouble_page,
        },
        include_in_schema=False,
    )
