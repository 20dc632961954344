"""`soundings admin`: organisations and their people, for whoever runs the service."""

from typing import get_args
from uuid import UUID

import click

from domain.vocabulary import Language
from service.accounts.caller import Caller, Role
from service.accounts.ground import email_normalised
from service.accounts.invitation_terms import LASTS
from service.accounts.invitations import Invited
from service.accounts.organisation_directory import organisations
from service.application.journeys import Journeys
from service.cli.admin_reports import (
    ChangeTold,
    InvitedTold,
    OrganisationTold,
    PersonTold,
    organisation_told,
    person_told,
)
from service.cli.database import JourneyId
from service.cli.operator_commands import in_an_office, in_an_organisation
from service.cli.operator_context import HERE, Office
from service.cli.providers import provider_command
from service.email.emails import invitation
from service.email.mailer import Post, Server, server_of

email_argument = click.argument("email")
role_argument = click.argument("role", type=click.Choice(get_args(Role)))
locale_option = click.option(
    "--locale",
    type=click.Choice(get_args(Language)),
    default="en",
    show_default=True,
    help="Of the letter, and of their pages.",
)


@click.group("admin")
def admin_command() -> None:
    """Look after organisations and their people, who sign in where SOUNDINGS_ACCESS=accounts."""


admin_command.add_command(provider_command)


@admin_command.command("organisations")
@in_an_office
async def list_organisations(office: Office) -> list[OrganisationTold]:
    """List the organisations, the oldest first."""
    return [organisation_told(one) for one in await organisations(office.workers)]


@admin_command.command("create-organisation")
@click.argument("name")
@click.option("--admin", "email", required=True, metavar="EMAIL", help="Who becomes its first administrator.")
@locale_option
@in_an_office
async def create_organisation(office: Office, name: str, email: str, locale: Language) -> InvitedTold:
    """Make an organisation called NAME, and ask its first administrator in."""
    # Refused before there is an organisation that nobody can enter.
    email_normalised(email)
    _server(office)
    tenant_id = await office.accounts.create_organisation(name)
    by = await office.operator(str(tenant_id))
    return await _asked_in(office, by, await office.accounts.invite(by, email, "admin", locale=locale))


@admin_command.command("invite")
@email_argument
@click.option("--role", type=click.Choice(get_args(Role)), required=True)
@click.option("--journey", "journey_id", type=JourneyId(), help="A journey of a client, to be theirs.")
@click.option("--coach", metavar="EMAIL", help="Who is to coach a client.")
@locale_option
@in_an_organisation
async def invite(
    office: Office,
    by: Caller,
    *,
    email: str,
    role: Role,
    journey_id: UUID | None,
    coach: str | None,
    locale: Language,
) -> InvitedTold:
    """Ask EMAIL in; an earlier invitation to the same role is taken back."""
    _server(office)
    if journey_id:
        await _exists(office, by, journey_id)
    coach_id = await office.person_id(by, coach) if coach else None
    invited = await office.accounts.invite(
        by, email, role, locale=locale, journey_id=journey_id, coach_id=coach_id
    )
    return await _asked_in(office, by, invited)


@admin_command.command("people")
@in_an_organisation
async def people(office: Office, by: Caller) -> list[PersonTold]:
    """List everybody, those asked in first before others."""
    return [person_told(one) for one in await office.accounts.people(by)]


@admin_command.command("disable")
@email_argument
@in_an_organisation
async def disable(office: Office, by: Caller, email: str) -> ChangeTold:
    """Close the account of EMAIL: all their sessions end, and they cannot sign in."""
    person_id = await office.person_id(by, email)
    await office.accounts.disable(by, person_id)
    return ChangeTold(person_id=person_id, change="the account is closed")


@admin_command.command("enable")
@email_argument
@in_an_organisation
async def enable(office: Office, by: Caller, email: str) -> ChangeTold:
    """Open the account of EMAIL again, with the roles it had."""
    person_id = await office.person_id(by, email)
    await office.accounts.enable(by, person_id)
    return ChangeTold(person_id=person_id, change="the account is open")


@admin_command.command("revoke-sessions")
@email_argument
@in_an_organisation
async def revoke_sessions(office: Office, by: Caller, email: str) -> ChangeTold:
    """Sign EMAIL out everywhere, their programs, too."""
    person = await office.person(by, email)
    await office.accounts.revoke_all(person)
    return ChangeTold(person_id=person.person_id, change="signed out everywhere")


@admin_command.command("grant-role")
@email_argument
@role_argument
@in_an_organisation
async def grant_role(office: Office, by: Caller, email: str, role: Role) -> ChangeTold:
    """Give EMAIL a ROLE."""
    person_id = await office.person_id(by, email)
    await office.accounts.grant_role(by, person_id, role)
    return ChangeTold(person_id=person_id, change=f"has the role {role}")


@admin_command.command("revoke-role")
@email_argument
@role_argument
@in_an_organisation
async def revoke_role(office: Office, by: Caller, email: str, role: Role) -> ChangeTold:
    """Take a ROLE from EMAIL."""
    person_id = await office.person_id(by, email)
    await office.accounts.revoke_role(by, person_id, role)
    return ChangeTold(person_id=person_id, change=f"has the role {role} no longer")


@admin_command.command("link-journey")
@click.argument("journey", type=JourneyId())
@email_argument
@in_an_organisation
async def link_journey(office: Office, by: Caller, journey: UUID, email: str) -> ChangeTold:
    """Make JOURNEY (an id) the own journey of EMAIL."""
    await _exists(office, by, journey)
    person_id = await office.person_id(by, email)
    await office.accounts.link_journey(by.tenant_id, journey, person_id)
    return ChangeTold(person_id=person_id, change=f"the journey {journey} is theirs")


def _server(office: Office) -> Server | None:
    """Raises `MailRefused`: better before somebody is asked in than after."""
    return server_of(office.settings.smtp_url, office.settings.mail_from)


async def _exists(office: Office, by: Caller, journey_id: UUID) -> None:
    """Raises `UnknownJourney`."""
    await Journeys(office.log).journey(journey_id, tenant_id=by.tenant_id)


async def _asked_in(office: Office, by: Caller, invited: Invited) -> InvitedTold:
    """The invitation as a letter; as a link for whoever runs the command where no mail server is set."""
    link = f"{(office.settings.origin or HERE).rstrip('/')}/invitation#{invited.link_secret}"
    server = _server(office)
    if server:
        await Post(server).send(invitation(invited.email, invited.locale, link, LASTS))
    return InvitedTold(
        organisation_id=by.tenant_id,
        person_id=invited.person_id,
        role=invited.role,
        expires_at=invited.expires_at,
        sent=server is not None,
        link=None if server else link,
    )
