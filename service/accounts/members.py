"""The people of an organisation: who they are, which roles they have, who asked them in, and whose journeys are whose."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from domain.vocabulary import ConsentPurpose, Language
from service.accounts import (
    coaches,
    data_inventory,
    journey_clients,
    open_invitations,
    organisations,
    pending_onboarding,
    people,
    register,
    role_requests,
    roles,
)
from service.accounts.caller import AccountRole, Caller
from service.accounts.coaches import Coach
from service.accounts.context import AccountsContext
from service.accounts.invitations import Invitations, InvitationTerms, SentInvitation
from service.accounts.notices import NoticeKind
from service.accounts.open_invitations import OpenInvitation
from service.accounts.pending_onboarding import PendingOnboarding
from service.accounts.people import Person
from service.accounts.register import RegisterPage
from service.accounts.role_requests import RoleRequest
from service.accounts.roles import GrantResult


class Members:
    """Every method stays within one organisation."""

    def __init__(self, context: AccountsContext) -> None:
        self._context = context
        self._invitations = Invitations(context)

    # What it is called

    async def organisation_name(self, tenant_id: UUID) -> str:
        """What an organisation is called."""
        return await organisations.get_organisation_name(self._context, tenant_id)

    async def rename_organisation(self, tenant_id: UUID, name: str) -> None:
        """Call it otherwise; who may is asked before. Raises `InvalidName`."""
        await organisations.rename_organisation(self._context, tenant_id, name)

    async def notify(self, tenant_id: UUID, person_id: UUID, kind: NoticeKind) -> None:
        """Have somebody told of what concerns them; nothing happens for those who have no account."""
        await people.notify_people(self._context, tenant_id, [person_id], kind)

    # Asked in

    async def invite(
        self,
        by: Caller,
        email: str,
        role: AccountRole,
        *,
        locale: str,
        journey_id: UUID | None = None,
        coach_id: UUID | None = None,
        programme_id: UUID | None = None,
        consents: tuple[ConsentPurpose, ...] | None = None,
    ) -> SentInvitation:
        """Ask somebody in, for fourteen days. Raises `NotAllowed`, `InvalidEmail`."""
        terms = InvitationTerms(
            locale=locale,
            journey_id=journey_id,
            coach_id=coach_id,
            programme_id=programme_id,
            consents=consents,
        )
        return await self._invitations.invite(by, email, role, terms)

    async def list_open_invitations(self, by: Caller) -> list[OpenInvitation]:
        """Those that were not answered, the latest first. Raises `NotAllowed`."""
        return await open_invitations.list_open_invitations(self._context, by)

    async def renew_invitation(self, by: Caller, invitation_id: UUID) -> SentInvitation:
        """Another link and another fourteen days; the earlier link is worth nothing. Raises `NotAllowed`, `UnknownRequest`."""
        email, role, terms = await open_invitations.load_invitation_terms(self._context, by, invitation_id)
        return await self._invitations.invite(by, email, role, terms)

    async def withdraw_invitation(self, by: Caller, invitation_id: UUID) -> None:
        """Take an invitation back; who never came is erased with it. Raises `NotAllowed`, `UnknownRequest`."""
        await open_invitations.get_open_invitation(self._context, by, invitation_id)
        await self._invitations.withdraw(by.tenant_id, invitation_id)

    # Their letters

    async def set_email_language(self, caller: Caller, locale: Language) -> None:
        """Have the caller's letters written in a language; their pages are in it, too, where a browser chose none."""
        await people.set_locale(self._context, caller, locale)

    # Roles and accounts

    async def grant_role(self, by: Caller, person_id: UUID, role: AccountRole) -> GrantResult:
        """Give a role, or let it wait for a second administrator. Raises `NotAllowed`, `UnknownPerson`."""
        return await roles.grant_account_role(self._context, by, person_id, role)

    async def revoke_role(self, by: Caller, person_id: UUID, role: AccountRole) -> None:
        """Take a role away. Raises `NotAllowed`, `UnknownPerson`, `LastAdmin`."""
        await roles.remove_role(self._context, by, person_id, role)

    async def list_role_requests(self, by: Caller) -> list[RoleRequest]:
        """What waits for a second administrator."""
        return await role_requests.pending_role_requests(self._context, by)

    async def confirm_role(self, by: Caller, request_id: UUID) -> None:
        """Be the second who says so. Raises `NotAllowed`, `UnknownRequest`."""
        await roles.confirm_account_role(self._context, by, request_id)

    async def withdraw_role_request(self, by: Caller, request_id: UUID) -> None:
        """Take back, or refuse, what waits. Raises `NotAllowed`, `UnknownRequest`."""
        await role_requests.cancel_role_request(self._context, by, request_id)

    async def disable(self, by: Caller, person_id: UUID) -> None:
        """Close an account. Raises `NotAllowed`, `UnknownPerson`, `LastAdmin`."""
        await roles.disable_account(self._context, by, person_id)

    async def enable(self, by: Caller, person_id: UUID) -> None:
        """Open a closed account again. Raises `NotAllowed`, `UnknownPerson`."""
        await roles.enable_account(self._context, by, person_id)

    async def reset_credentials(self, by: Caller, person_id: UUID) -> None:
        """For somebody who lost them: password, authenticator and codes go. Raises `NotAllowed`, `UnknownPerson`."""
        await roles.delete_credentials(self._context, by, person_id)

    # Who they are

    async def list_people(self, caller: Caller) -> list[Person]:
        """An administrator sees everybody, coaches and managers their colleagues, others only themselves."""
        return await people.visible_people(self._context, caller)

    async def people_page(self, tenant_id: UUID, cursor: str | None, limit: int) -> RegisterPage:
        """Everybody, the last asked in first, a page at a time; who may see it is asked before. Raises `UnknownRegisterCursor`."""
        return await register.register_page(self._context, tenant_id, cursor, limit)

    async def get_person(self, tenant_id: UUID, person_id: UUID) -> Person:
        """One person; who may see them is asked before. Raises `UnknownPerson`."""
        return await people.get_person(self._context, tenant_id, person_id)

    async def names_of(self, tenant_id: UUID, person_ids: Iterable[UUID]) -> dict[UUID, str]:
        """The names of these people; without those who have none."""
        return await people.person_names(self._context, tenant_id, person_ids)

    async def delete_person(self, tenant_id: UUID, person_id: UUID) -> None:
        """Delete an account with all that belongs to it."""
        await people.delete_person(self._context, tenant_id, person_id)

    # Coaches

    async def list_coaches(self, tenant_id: UUID) -> list[Coach]:
        """Those who take clients."""
        return await coaches.list_coaches(self._context, tenant_id)

    async def get_coach(self, tenant_id: UUID, coach_id: UUID) -> Coach:
        """One of them. Raises `UnknownCoach`."""
        return await coaches.get_coach(self._context, tenant_id, coach_id)

    async def set_takes_clients(self, by: Caller, coach_id: UUID, *, takes: bool) -> None:
        """Say whether a coach takes more clients. Raises `NotAllowed`, `UnknownPerson`."""
        await coaches.set_takes_clients(self._context, by, coach_id, takes=takes)

    # Journeys

    async def link_journey(self, tenant_id: UUID, journey_id: UUID, person_id: UUID) -> None:
        """Make a journey somebody's. Raises `JourneyTaken`."""
        await journey_clients.link_client(self._context, tenant_id, journey_id, person_id)

    async def journeys_of(self, caller: Caller) -> frozenset[UUID]:
        """The journeys that are the caller's own."""
        return await journey_clients.find_journeys(self._context, caller.tenant_id, caller.person_id)

    async def journeys_of_person(self, tenant_id: UUID, person_id: UUID) -> frozenset[UUID]:
        """The same for somebody else; who may know is asked before."""
        return await journey_clients.find_journeys(self._context, tenant_id, person_id)

    async def client_of(self, tenant_id: UUID, journey_id: UUID) -> UUID | None:
        """Whose journey it is."""
        return await journey_clients.find_client(self._context, tenant_id, journey_id)

    async def clients_of(self, tenant_id: UUID, journeys: Iterable[UUID]) -> dict[UUID, UUID]:
        """Whose each of these journeys is, without those that are nobody's."""
        return await journey_clients.find_clients(self._context, tenant_id, journeys)

    async def stored_about(
        self, tenant_id: UUID, journey_id: UUID, person_id: UUID | None
    ) -> dict[str, list[dict[str, Any]]]:
        """Every row about a journey or its client, by table and without secrets; who may know is asked before."""
        return await data_inventory.stored_rows_about(self._context, tenant_id, journey_id, person_id)

    async def pending_onboardings(
        self, tenant_id: UUID, person_id: UUID, journey_id: UUID
    ) -> list[PendingOnboarding]:
        """What her invitations are to tell in a journey of hers."""
        return await pending_onboarding.list_pending_onboardings(
            self._context, tenant_id, person_id, journey_id
        )

    async def complete_onboarding(self, arrival: PendingOnboarding) -> None:
        """It has been told."""
        await pending_onboarding.delete_pending_onboarding(self._context, arrival)

    async def set_onboarding_coach(self, by: Caller, person_id: UUID, coach_id: UUID) -> None:
        """Let the journey she is to begin have this coach from the start."""
        await pending_onboarding.set_onboarding_coach(
            self._context, by.tenant_id, person_id, coach_id, by.person_id
        )
