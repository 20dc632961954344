"""What roles, standings and proofs of the people of an organisation are called."""

from collections.abc import Mapping
from types import MappingProxyType

from service.accounts.caller import Role
from service.accounts.people import Factor
from service.accounts.register import Status
from service.localization.gettext_noop import marked

ROLES: Mapping[Role, str] = MappingProxyType(
    {
        "client": marked("Client"),
        "coach": marked("Coach"),
        "manager": marked("Manager"),
        "researcher": marked("Researcher"),
        "admin": marked("Administrator"),
    }
)
STATUS: Mapping[Status, str] = MappingProxyType(
    {"invited": marked("asked in"), "active": marked("open"), "closed": marked("closed")}
)
FACTORS: Mapping[Factor, str] = MappingProxyType(
    {
        "totp": marked("authenticator"),
        "passkey": marked("passkey"),
        "oidc": marked("the account of your organisation"),
    }
)
