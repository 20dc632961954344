"""The addresses of signing in and of one's account; there where accounts are kept."""

from litestar import Router
from litestar.exceptions import HTTPException

from service.accounts.errors import AccountError
from service.web.account import authentication_routes, passkey_routes
from service.web.account import page as account_account
from service.web.account import routes as account
from service.web.agenda import unsubscribe_routes
from service.web.error_pages import error_page
from service.web.sign_in import invitation_routes, organisation_callback, organisation_routes
from service.web.sign_in import routes as sign_in


def account_pages_router() -> Router:
    """The routers of sign-in, account and sign-out."""
    return Router(
        path="/",
        route_handlers=[
            sign_in.sign_in_page,
            sign_in.sign_in,
            sign_in.sign_in_code,
            sign_in.ask_for_link,
            sign_in.enter_page,
            sign_in.enter_by_link,
            sign_in.sign_out,
            invitation_routes.enter_invitation_page,
            invitation_routes.show_invitation,
            invitation_routes.answer_invitation,
            account.account,
            account.language,
            account.revoke,
            account.password,
            authentication_routes.reauthentication_page,
            authentication_routes.reauthenticate,
            authentication_routes.start_authenticator,
            authentication_routes.confirm_authenticator,
            authentication_routes.remove_authenticator,
            authentication_routes.new_recovery_codes,
            account.coaching,
            account.make_token,
            passkey_routes.rename_passkey,
            passkey_routes.remove_passkey,
            organisation_routes.providers_page,
            organisation_routes.leave_to_sign_in,
            organisation_routes.leave_to_accept_invitation,
            organisation_routes.leave_to_link_identity,
            organisation_routes.leave_to_reauthenticate,
            organisation_routes.unlink_identity,
            organisation_callback.provider_callback,
            organisation_callback.submit_code,
            unsubscribe_routes.unsubscribe_page,
            unsubscribe_routes.unsubscribe,
        ],
        exception_handlers={
            AccountError: account_account.account_error_page,
            HTTPException: error_page,
            Exception: error_page,
        },
        include_in_schema=False,
    )
