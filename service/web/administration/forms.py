"""What an administrator does about somebody, each by the same functions as a program: roles, accounts, proofs, coaches."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from msgspec import Struct

from service.accounts.accounts import Accounts
from service.accounts.caller import AccountRole, Caller
from service.authorization.authorizer import Authorizer
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData

CONFIRMATION_REQUIRED = gettext_noop("Tick the box to confirm.")
COACH_REQUIRED = gettext_noop("Choose a coach.")


class AdministrationContext(Struct, frozen=True):
    """The administrator at work."""

    by: Caller
    accounts: Accounts
    rights: Authorizer | None


AdministrationAction = Callable[[AdministrationContext, UUID, FormData], Awaitable[str]]
"""Does something about a person. Returns the name of its confirmation; an empty string when an answer is missing."""


async def grant_role_to(office: AdministrationContext, person_id: UUID, form: FormData) -> str:
    """Give a role, or let it wait for a second administrator."""
    if (role := _role(form)) is None:
        return ""
    done = await office.accounts.grant_role(office.by, person_id, role)
    return "waits" if done.request else "alone" if done.alone else "given"


async def revoke_role_from(office: AdministrationContext, person_id: UUID, form: FormData) -> str:
    """Take a role away."""
    if (role := _role(form)) is None:
        return ""
    return "waits" if await office.accounts.revoke_role(office.by, person_id, role) else "taken"


async def close_account_of(office: AdministrationContext, person_id: UUID, form: FormData) -> str:
    """Close an account."""
    if not _means_it(form):
        return ""
    return "waits" if await office.accounts.disable(office.by, person_id) else "closed"


async def suspend_account_of(office: AdministrationContext, person_id: UUID, form: FormData) -> str:
    """Suspend an account for some days."""
    if not _means_it(form):
        return ""
    await office.accounts.suspend(office.by, person_id)
    return "suspended"


async def lift_suspension_of(office: AdministrationContext, person_id: UUID, _answers: FormData) -> str:
    """End a suspension early."""
    await office.accounts.lift_suspension(office.by, person_id)
    return "opened"


async def reopen_account_of(office: AdministrationContext, person_id: UUID, _answers: FormData) -> str:
    """Open it again."""
    await office.accounts.enable(office.by, person_id)
    return "opened"


async def reset_credentials_of(office: AdministrationContext, person_id: UUID, form: FormData) -> str:
    """Let go of what somebody lost."""
    if not _means_it(form):
        return ""
    await office.accounts.reset_credentials(office.by, person_id)
    return "lost"


async def set_taking_clients_of(office: AdministrationContext, person_id: UUID, form: FormData) -> str:
    """Whether a coach takes more clients."""
    takes = form.choice("takes", ("yes", "no"), needed=True)
    if takes is None:
        return ""
    await office.accounts.set_takes_clients(office.by, person_id, takes=takes == "yes")
    return "takes" if takes == "yes" else "takes-none"


async def assign_coach_to(office: AdministrationContext, person_id: UUID, form: FormData) -> str:
    """Give a client another coach: in all her journeys that go on, or in the one she is to begin."""
    coach_id = form.uuid("coach_id", needed=current_translator().gettext(COACH_REQUIRED))
    if coach_id is None:
        return ""
    if office.rights:
        await office.rights.coach_assigner(office.by).assign_to_client(office.accounts, person_id, coach_id)
    return "coach"


ADMINISTRATION_ACTIONS: Mapping[str, AdministrationAction] = MappingProxyType(
    {
        "give": grant_role_to,
        "take": revoke_role_from,
        "suspend": suspend_account_of,
        "lift": lift_suspension_of,
        "close": close_account_of,
        "open": reopen_account_of,
        "lost-proofs": reset_credentials_of,
        "taking-clients": set_taking_clients_of,
        "coach": assign_coach_to,
    }
)
"""By the last part of their address."""


def _role(form: FormData) -> AccountRole | None:
    return form.choice("role", get_args(AccountRole), needed=True)


def _means_it(form: FormData) -> bool:
    if not form.has("sure"):
        form.add_error("sure", current_translator().gettext(CONFIRMATION_REQUIRED))
    return form.has("sure")
