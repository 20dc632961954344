"""The people of an organisation: their roles, invitations, journeys and coaches."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.vocabulary import ConsentPurpose, Language
from service.accounts import (
    coach_profiles,
    coaches,
    data_inventory,
    journey_clients,
    open_invitations,
    organisations,
    pending_onboarding,
    people,
    register,
    researchers,
    role_requests,
    roles,
    suspensions,
)
from service.accounts.caller import AccountRole, Caller
from service.accounts.coach_profiles import CoachProfile
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
    """Each method stays within one organisation."""

    def __init__(self, context: AccountsContext) -> None:
        self._context = context
        self._invitations = Invitations(context)

    # Organisation

    async def organisation_name(self, tenant_id: UUID) -> str:
        """The name of an organisation."""
        return await organisations.get_organisation_name(self._context, tenant_id)

    async def rename_organisation(self, tenant_id: UUID, name: str) -> None:
        """Renames an organisation; the caller has been authorized already. Raises `InvalidName`."""
        await organisations.rename_organisation(self._context, tenant_id, name)

    async def notify(self, tenant_id: UUID, person_id: UUID, kind: NoticeKind) -> None:
        """Notifies a person by e-mail; does nothing for people without an account."""
        await people.notify_people(self._context, tenant_id, [person_id], kind)

    # Invitations

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
        """Invites a person, for fourteen days. Raises `NotAllowed`, `InvalidEmail`."""
        terms = InvitationTerms(
            locale=locale,
            journey_id=journey_id,
            coach_id=coach_id,
            programme_id=programme_id,
            consents=consents,
        )
        return await self._invitations.invite(by, email, role, terms)

    async def list_open_invitations(self, by: Caller) -> list[OpenInvitation]:
        """The invitations that were not answered, the latest first. Raises `NotAllowed`."""
        return await open_invitations.list_open_invitations(self._context, by)

    async def renew_invitation(self, by: Caller, invitation_id: UUID) -> SentInvitation:
        """Replaces an invitation's link and extends it by fourteen days; the earlier link stops working.

        Raises `NotAllowed`, `UnknownRequest`.
        """
        email, role, terms = await open_invitations.load_invitation_terms(self._context, by, invitation_id)
        return await self._invitations.invite(by, email, role, terms)

    async def withdraw_invitation(self, by: Caller, invitation_id: UUID) -> None:
        """Withdraws an invitation and erases a person who never joined.

        Raises `NotAllowed`, `UnknownRequest`.
        """
        await open_invitations.get_open_invitation(self._context, by, invitation_id)
        await self._invitations.withdraw(by.tenant_id, invitation_id)

    # E-mails

    async def set_email_language(self, caller: Caller, locale: Language) -> None:
        """Sets the language of the caller's e-mails, and of pages where the browser chose none."""
        await people.set_locale(self._context, caller, locale)

    # Roles and accounts

    async def grant_role(self, by: Caller, person_id: UUID, role: AccountRole) -> GrantResult:
        """Grants a role, or requests it from a second administrator. Raises `NotAllowed`, `UnknownPerson`."""
        return await roles.grant_account_role(self._context, by, person_id, role)

    async def revoke_role(self, by: Caller, person_id: UUID, role: AccountRole) -> RoleRequest | None:
        """Revokes a role; another's of administrator, a second administrator has to confirm.

        Raises `NotAllowed`, `UnknownPerson`, `LastAdmin`.
        """
        return await roles.remove_role(self._context, by, person_id, role)

    async def list_role_requests(self, by: Caller) -> list[RoleRequest]:
        """The role requests that wait for a second administrator."""
        return await role_requests.pending_role_requests(self._context, by)

    async def confirm_role(self, by: Caller, request_id: UUID) -> None:
        """Confirms a role request of another administrator. Raises `NotAllowed`, `UnknownRequest`."""
        await roles.confirm_account_request(self._context, by, request_id)

    async def withdraw_role_request(self, by: Caller, request_id: UUID) -> None:
        """Withdraws or rejects a role request. Raises `NotAllowed`, `UnknownRequest`."""
        await role_requests.cancel_role_request(self._context, by, request_id)

    async def suspend(self, by: Caller, person_id: UUID) -> datetime | None:
        """Suspends an account for 72 hours; returns until when. Raises `NotAllowed`, `UnknownPerson`."""
        return await suspensions.suspend_account(self._context, by, person_id)

    async def lift_suspension(self, by: Caller, person_id: UUID) -> None:
        """Ends a suspension early. Raises `NotAllowed`, `UnknownPerson`."""
        await suspensions.lift_suspension(self._context, by, person_id)

    async def end_suspensions(self) -> None:
        """Ends the suspensions that are over, in all organisations."""
        await suspensions.end_elapsed_suspensions(self._context)

    async def disable(self, by: Caller, person_id: UUID) -> RoleRequest | None:
        """Disables an account; another administrator's, a second administrator has to confirm.

        Raises `NotAllowed`, `UnknownPerson`, `LastAdmin`.
        """
        return await roles.disable_account(self._context, by, person_id)

    async def enable(self, by: Caller, person_id: UUID) -> None:
        """Enables a disabled account. Raises `NotAllowed`, `UnknownPerson`."""
        await roles.enable_account(self._context, by, person_id)

    async def reset_credentials(self, by: Caller, person_id: UUID) -> None:
        """Deletes the password, authenticator and recovery codes of somebody who lost them.

        Raises `NotAllowed`, `UnknownPerson`.
        """
        await roles.delete_credentials(self._context, by, person_id)

    # People

    async def list_people(self, caller: Caller) -> list[Person]:
        """The people that the caller may see: all for an administrator, colleagues for coaches and managers,
        else only oneself.
        """
        return await people.visible_people(self._context, caller)

    async def people_page(self, tenant_id: UUID, cursor: str | None, limit: int) -> RegisterPage:
        """One page of the organisation's people, the last invited first;
        the caller has been authorized already.

        Raises `UnknownRegisterCursor`.
        """
        return await register.register_page(self._context, tenant_id, cursor, limit)

    async def get_person(self, tenant_id: UUID, person_id: UUID) -> Person:
        """One person; the caller has been authorized already. Raises `UnknownPerson`."""
        return await people.get_person(self._context, tenant_id, person_id)

    async def names_of(self, tenant_id: UUID, person_ids: Iterable[UUID]) -> dict[UUID, str]:
        """The names of these people; those without a name are left out."""
        return await people.person_names(self._context, tenant_id, person_ids)

    async def delete_person(self, tenant_id: UUID, person_id: UUID) -> None:
        """Deletes an account and everything that belongs to it."""
        await people.delete_person(self._context, tenant_id, person_id)

    # Coaches

    async def list_coaches(self, tenant_id: UUID) -> list[Coach]:
        """The coaches who take clients."""
        return await coaches.list_coaches(self._context, tenant_id)

    async def get_coach(self, tenant_id: UUID, coach_id: UUID) -> Coach:
        """One coach who takes clients. Raises `UnknownCoach`."""
        return await coaches.get_coach(self._context, tenant_id, coach_id)

    async def coach_name(self, tenant_id: UUID, person_id: UUID) -> str | None:
        """What a coach goes by, whether they take clients or not; None if nobody with this id coaches here."""
        return await coaches.coach_name(self._context, tenant_id, person_id)

    async def own_coach_profile(self, caller: Caller) -> CoachProfile:
        """What the caller said about themselves as a coach."""
        return await coach_profiles.own_profile(self._context, caller)

    async def set_coach_profile(self, caller: Caller, profile: CoachProfile) -> None:
        """Sets what the caller says about themselves as a coach. Raises `NotAllowed`."""
        await coach_profiles.set_profile(self._context, caller, profile)

    async def set_takes_clients(self, by: Caller, coach_id: UUID, *, takes: bool) -> None:
        """Sets whether a coach takes more clients. Raises `NotAllowed`, `UnknownPerson`."""
        await coaches.set_takes_clients(self._context, by, coach_id, takes=takes)

    # Researchers

    async def list_researchers(self, tenant_id: UUID) -> dict[UUID, str]:
        """The names of the organisation's researchers."""
        return await researchers.list_researchers(self._context, tenant_id)

    # Journeys

    async def link_journey(self, tenant_id: UUID, journey_id: UUID, person_id: UUID) -> None:
        """Links a journey to its client. Raises `JourneyTaken`."""
        await journey_clients.link_client(self._context, tenant_id, journey_id, person_id)

    async def journeys_of(self, caller: Caller) -> frozenset[UUID]:
        """The journeys of which the caller is the client."""
        return await journey_clients.find_journeys(self._context, caller.tenant_id, caller.person_id)

    async def journeys_of_person(self, tenant_id: UUID, person_id: UUID) -> frozenset[UUID]:
        """The journeys of which a person is the client; the caller has been authorized already."""
        return await journey_clients.find_journeys(self._context, tenant_id, person_id)

    async def client_of(self, tenant_id: UUID, journey_id: UUID) -> UUID | None:
        """The client of a journey, if it has one."""
        return await journey_clients.find_client(self._context, tenant_id, journey_id)

    async def clients_of(self, tenant_id: UUID, journeys: Iterable[UUID]) -> dict[UUID, UUID]:
        """The clients of these journeys; journeys without a client are left out."""
        return await journey_clients.find_clients(self._context, tenant_id, journeys)

    async def stored_about(
        self, tenant_id: UUID, journey_id: UUID, person_id: UUID | None
    ) -> dict[str, list[dict[str, Any]]]:
        """All stored rows about a journey or its client, by table and without secrets.

        The caller has been authorized already.
        """
        return await data_inventory.stored_rows_about(self._context, tenant_id, journey_id, person_id)

    async def pending_onboardings(
        self, tenant_id: UUID, person_id: UUID, journey_id: UUID
    ) -> list[PendingOnboarding]:
        """What accepted invitations still have to record in a journey of this person."""
        return await pending_onboarding.list_pending_onboardings(
            self._context, tenant_id, person_id, journey_id
        )

    async def complete_onboarding(self, pending: PendingOnboarding) -> None:
        """Deletes a pending onboarding once the journey has recorded it."""
        await pending_onboarding.delete_pending_onboarding(self._context, pending)

    async def set_onboarding_coach(self, by: Caller, person_id: UUID, coach_id: UUID) -> None:
        """Sets the coach with whom the person's next journey starts."""
        await pending_onboarding.set_onboarding_coach(
            self._context, by.tenant_id, person_id, coach_id, by.person_id
        )
