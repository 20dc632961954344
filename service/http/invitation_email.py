"""Sends invitations by e-mail; without a mail server the administrator passes the link on."""

from service.accounts.invitation_terms import INVITATION_LIFETIME
from service.accounts.invitations import SentInvitation
from service.email.background_sending import send_in_background
from service.email.emails import invitation_email
from service.http.account_dependencies import public_origin
from service.http.dependencies import AnyRequest, get_services


def send_invitation_email(request: AnyRequest, invitation: SentInvitation) -> str | None:
    """Sends the link of an invitation in the background; returns the link if there is no mail server."""
    # A fragment stays in the browser: no server or log sees the secret.
    link = f"{public_origin(request)}/invitation#{invitation.link_secret}"
    mailer = get_services(request.app.state).mailer
    if mailer is None:
        return link
    send_in_background(
        mailer, invitation_email(invitation.email, invitation.locale, link, INVITATION_LIFETIME)
    )
    return None
