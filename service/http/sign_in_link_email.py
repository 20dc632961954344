"""Sends sign-in links by e-mail. An address without an account gets the same response after the same time."""

import asyncio

from service.accounts.accounts import Accounts
from service.accounts.sign_in_links import LINK_LIFETIME, SignInLink
from service.email import emails
from service.email.background_sending import send_in_background, wait_until_sent
from service.http.account_dependencies import attempt_source, public_origin
from service.http.cookies import new_browser_secret
from service.http.dependencies import AnyRequest, get_services
from service.http.request_headers import browser_secret

UNIFORM_DELAY_SECONDS = 0.5
"""Seconds until the response, so that its time does not reveal whether there is an account."""

__all__ = ["send_sign_in_link", "wait_until_sent"]


async def send_sign_in_link(request: AnyRequest, accounts: Accounts, email: str) -> str:
    """Sends a link by e-mail; returns the secret of the browser in which alone it works.

    Raises `InvalidEmail`, `Throttled`.
    """
    browser = browser_secret(request.scope) or new_browser_secret()
    asking = accounts.request_sign_in_link(email, attempt_source(request.scope), browser)
    link, _ = await asyncio.gather(asking, asyncio.sleep(UNIFORM_DELAY_SECONDS))
    for one in (link, *link.others) if link else ():
        _send(request, one)
    return browser


def _send(request: AnyRequest, link: SignInLink) -> None:
    # A fragment stays in the browser: no server or log sees the secret.
    address = f"{public_origin(request)}/enter#{link.secret}"
    mailer = get_services(request.app.state).mailer
    send_in_background(mailer, emails.sign_in_email(link.email, link.locale, address, LINK_LIFETIME))
