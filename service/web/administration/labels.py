"""What roles, standings and proofs of the people of an organisation are called."""

from collections.abc import Mapping
from types import MappingProxyType

from service.accounts.caller import AccountRole
from service.accounts.people import SignInFactor
from service.accounts.register import RegisterStatus
from service.localization.gettext_noop import gettext_noop

ROLES: Mapping[AccountRole, str] = MappingProxyType(
    {
        "client": gettext_noop("Client"),
        "coach": gettext_noop("Coach"),
        "manager": gettext_noop("Manager"),
        "researcher": gettext_noop("Researcher"),
        "admin": gettext_noop("Administrator"),
    }
)
ACCOUNT_STATUSES: Mapping[RegisterStatus, str] = MappingProxyType(
    {
        "invited": gettext_noop("invited"),
        "active": gettext_noop("open"),
        "suspended": gettext_noop("suspended"),
        "closed": gettext_noop("closed"),
    }
)
FACTORS: Mapping[SignInFactor, str] = MappingProxyType(
    {
        "totp": gettext_noop("authenticator app"),
        "passkey": gettext_noop("passkey"),
        "oidc": gettext_noop("the account of your organisation"),
    }
)
