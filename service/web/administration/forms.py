"""What an administrator does about somebody, each by the same functions as a program: roles, accounts, proofs, coaches."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from msgspec import Struct

from service.accounts.accounts import Accounts
from service.accounts.caller import Caller, Role
from service.authorization.authorizer import Rights
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers

NOT_SURE = marked("Tick that you mean it.")
NO_COACH = marked("Choose a coach.")


class Office(Struct, frozen=True):
    """The administrator at work."""

    by: Caller
    accounts: Accounts
    rights: Rights | None


Deed = Callable[[Office, UUID, Answers], Awaitable[str]]
"""Does something about a person; the name of what is told then, nothing when an answer is missing."""


async def give(office: Office, person_id: UUID, answers: Answers) -> str:
    """Give a role, or let it wait for a second administrator."""
    if (role := _role(answers)) is None:
        return ""
    done = await office.accounts.grant_role(office.by, person_id, role)
    return "waits" if done.request else "alone" if done.alone else "given"


async def take(office: Office, person_id: UUID, answers: Answers) -> str:
    """Take a role away."""
    if (role := _role(answers)) is None:
        return ""
    await office.accounts.revoke_role(office.by, person_id, role)
    return "taken"


async def close(office: Office, person_id: UUID, answers: Answers) -> str:
    """Close an account."""
    if not _means_it(answers):
        return ""
    await office.accounts.disable(office.by, person_id)
    return "closed"


async def open_again(office: Office, person_id: UUID, _answers: Answers) -> str:
    """Open it again."""
    await office.accounts.enable(office.by, person_id)
    return "opened"


async def lost_proofs(office: Office, person_id: UUID, answers: Answers) -> str:
    """Let go of what somebody lost."""
    if not _means_it(answers):
        return ""
    await office.accounts.forget_proofs(office.by, person_id)
    return "lost"


async def taking_clients(office: Office, person_id: UUID, answers: Answers) -> str:
    """Whether a coach takes more clients."""
    takes = answers.one_of("takes", ("yes", "no"), needed=True)
    if takes is None:
        return ""
    await office.accounts.take_clients(office.by, person_id, takes=takes == "yes")
    return "takes" if takes == "yes" else "takes-none"


async def coach(office: Office, person_id: UUID, answers: Answers) -> str:
    """Give a client another coach: in all her journeys that go on, or in the one she is to begin."""
    coach_id = answers.id("coach_id", needed=spoken().gettext(NO_COACH))
    if coach_id is None:
        return ""
    tenant_id, accounts = office.by.tenant_id, office.accounts
    await accounts.person(tenant_id, person_id)
    found = await accounts.coach(tenant_id, coach_id)
    hers = await accounts.journeys_of_person(tenant_id, person_id)
    if office.rights:
        await office.rights.assigning(office.by).assign(sorted(hers), found)
    if not hers:
        await accounts.begin_with_coach(office.by, person_id, coach_id)
    return "coach"


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "give": give,
        "take": take,
        "close": close,
        "open": open_again,
        "lost-proofs": lost_proofs,
        "taking-clients": taking_clients,
        "coach": coach,
    }
)
"""By the last part of their address."""


def _role(answers: Answers) -> Role | None:
    return answers.one_of("role", get_args(Role), needed=True)


def _means_it(answers: Answers) -> bool:
    if not answers.has("sure"):
        answers.complain("sure", spoken().gettext(NOT_SURE))
    return answers.has("sure")
