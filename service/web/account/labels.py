"""The page of one's own account: the language of e-mails, where one is signed in, the password, tokens for programs."""

from collections.abc import Mapping
from types import MappingProxyType

from service.authorization.access_rules import TokenScope
from service.localization.gettext_noop import gettext_noop

TOKEN_SCOPES: Mapping[TokenScope, str] = MappingProxyType(
    {
        "read": gettext_noop("Read what I can read"),
        "tell": gettext_noop("Record what I can record"),
        "lead": gettext_noop("Manage programmes"),
        "people": gettext_noop("Manage people"),
    }
)
"""What a token may be for."""


CONFIRMATIONS = {
    "language": gettext_noop("Your emails will be in this language from now on."),
    "coaching": gettext_noop("Saved. Clients who choose a coach read it from now on."),
    "password": gettext_noop("Your password is set. You were signed out everywhere else."),
    "unlinked": gettext_noop(
        "That account is no longer linked to yours. You were signed out everywhere else."
    ),
    "authenticator": gettext_noop("You will be asked for a code from your authenticator app from now on."),
}
