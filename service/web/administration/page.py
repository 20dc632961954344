"""The view model of the people page: role requests that wait for a second administrator, invitations, and everybody."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from service.accounts.caller import Caller
from service.accounts.coaches import Coach
from service.accounts.open_invitations import OpenInvitation
from service.accounts.register import RegisteredPerson, RegisterPage
from service.accounts.role_requests import RoleRequest
from service.localization.translator import Translator


class PendingRoleRequest(Struct, frozen=True, kw_only=True):
    """A role that waits for a second administrator."""

    request: RoleRequest
    who: str | None
    by: str | None
    mine: bool
    """The reader asked for it, or is whom it is for: somebody else has to confirm it."""


class AdministrationPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    waiting: tuple[PendingRoleRequest, ...]
    invitations: tuple[OpenInvitation, ...]
    people: tuple[RegisteredPerson, ...]
    next: str | None
    coaches: tuple[Coach, ...]
    me: UUID

    def other_coaches(self, person: RegisteredPerson) -> tuple[Coach, ...]:
        """The coaches a client could have."""
        return tuple(one for one in self.coaches if one.coach_id != person.person_id)


def build_administration_page(
    caller: Caller,
    register: RegisterPage,
    invitations: Sequence[OpenInvitation],
    requests: Sequence[RoleRequest],
    *,
    coaches: Sequence[Coach],
    names: Mapping[UUID, str],
    translator: Translator,
) -> AdministrationPage:
    """The page for one administrator."""
    me = caller.person_id
    addresses = {one.person_id: one.email for one in register.people}
    addresses |= {one.person_id: one.email for one in invitations}
    waiting = tuple(
        PendingRoleRequest(
            request=one,
            who=names.get(one.person_id) or addresses.get(one.person_id),
            by=names.get(one.asked_by),
            mine=me in {one.asked_by, one.person_id},
        )
        for one in requests
    )
    return AdministrationPage(
        finding=_finding(waiting, invitations, translator),
        waiting=waiting,
        invitations=tuple(invitations),
        people=tuple(register.people),
        next=register.next,
        coaches=tuple(coaches),
        me=me,
    )


def _finding(
    waiting: Sequence[PendingRoleRequest], invitations: Sequence[OpenInvitation], translator: Translator
) -> str:
    if yours := sum(not one.mine for one in waiting):
        text = translator.ngettext(
            "One role is waiting for your confirmation.",
            "%(count)s roles are waiting for your confirmation.",
            yours,
        )
        return text % {"count": translator.number(yours)}
    if invitations:
        count = len(invitations)
        text = translator.ngettext("One invitation is open.", "%(count)s invitations are open.", count)
        return text % {"count": translator.number(count)}
    return translator.gettext("Everyone you invited has joined.")
