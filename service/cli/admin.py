"""`soundings admin`: organisations and their people, for operators."""

from typing import get_args
from uuid import UUID

import click

from domain.vocabulary import Language
from service.account_services import DEFAULT_ORIGIN
from service.accounts.caller import AccountRole, Caller
from service.accounts.invitation_terms import INVITATION_LIFETIME
from service.accounts.invitations import SentInvitation
from service.accounts.normalization import require_reachable
from service.accounts.organisation_directory import all_organisations
from service.cli.admin_reports import (
    ChangeReport,
    InvitationReport,
    OrganisationReport,
    PersonReport,
    organisation_report,
    person_report,
)
from service.cli.database import JourneyIdParam
from service.cli.operator_commands import operator_command, organisation_command
from service.cli.operator_context import OperatorContext
from service.cli.providers import provider_command
from service.email.emails import invitation_email

email_argument = click.argument("email")
role_argument = click.argument("role", type=click.Choice(get_args(AccountRole)))
locale_option = click.option(
    "--locale",
    type=click.Choice(get_args(Language)),
    default="en",
    show_default=True,
    help="Language of the email and of their pages.",
)


@click.group("admin")
def admin_command() -> None:
    """Manage organisations and the people who sign in to them (SOUNDINGS_ACCESS=accounts)."""


admin_command.add_command(provider_command)


@admin_command.command("organisations")
@operator_command
async def list_organisations_command(context: OperatorContext) -> list[OrganisationReport]:
    """List the organisations, the oldest first."""
    return [organisation_report(one) for one in await all_organisations(context.services.worker_pool)]


@admin_command.command("create-organisation")
@click.argument("name")
@click.option(
    "--admin", "email", required=True, metavar="EMAIL", help="Email address of its first administrator."
)
@locale_option
@operator_command
async def create_organisation_command(
    context: OperatorContext, name: str, email: str, locale: Language
) -> InvitationReport:
    """Create an organisation called NAME, and invite its first administrator."""
    # Refused before there is an organisation that nobody can enter.
    require_reachable(email)
    tenant_id = await context.accounts.create_organisation(name)
    by = await context.operator(str(tenant_id))
    return await _send_invitation(
        context, by, await context.accounts.invite(by, email, "admin", locale=locale)
    )


@admin_command.command("invite")
@email_argument
@click.option("--role", type=click.Choice(get_args(AccountRole)), required=True)
@click.option(
    "--journey", "journey_id", type=JourneyIdParam(), help="For a client: the journey that becomes theirs."
)
@click.option("--coach", metavar="EMAIL", help="For a client: the email address of their coach.")
@locale_option
@organisation_command
async def invite_command(
    context: OperatorContext,
    by: Caller,
    *,
    email: str,
    role: AccountRole,
    journey_id: UUID | None,
    coach: str | None,
    locale: Language,
) -> InvitationReport:
    """Invite EMAIL. An earlier invitation to the same role is withdrawn."""
    if journey_id:
        await _require_journey(context, by, journey_id)
    coach_id = await context.person_id(by, coach) if coach else None
    invited = await context.accounts.invite(
        by, email, role, locale=locale, journey_id=journey_id, coach_id=coach_id
    )
    return await _send_invitation(context, by, invited)


@admin_command.command("people")
@organisation_command
async def people_command(context: OperatorContext, by: Caller) -> list[PersonReport]:
    """List everyone, in the order in which they were invited."""
    return [person_report(one) for one in await context.accounts.list_people(by)]


@admin_command.command("disable")
@email_argument
@organisation_command
async def disable_command(context: OperatorContext, by: Caller, email: str) -> ChangeReport:
    """Close the account of EMAIL: all their sessions end, and they cannot sign in."""
    person_id = await context.person_id(by, email)
    await context.accounts.disable(by, person_id)
    return ChangeReport(person_id=person_id, change="the account is closed")


@admin_command.command("enable")
@email_argument
@organisation_command
async def enable_command(context: OperatorContext, by: Caller, email: str) -> ChangeReport:
    """Reopen the account of EMAIL, with the roles it had."""
    person_id = await context.person_id(by, email)
    await context.accounts.enable(by, person_id)
    return ChangeReport(person_id=person_id, change="the account is open")


@admin_command.command("revoke-sessions")
@email_argument
@organisation_command
async def revoke_sessions_command(context: OperatorContext, by: Caller, email: str) -> ChangeReport:
    """Sign EMAIL out everywhere, and revoke the tokens of their programs."""
    person = await context.person(by, email)
    await context.accounts.revoke_all_tokens(person)
    return ChangeReport(person_id=person.person_id, change="signed out everywhere")


@admin_command.command("grant-role")
@email_argument
@role_argument
@organisation_command
async def grant_role_command(
    context: OperatorContext, by: Caller, email: str, role: AccountRole
) -> ChangeReport:
    """Give EMAIL the role ROLE."""
    person_id = await context.person_id(by, email)
    await context.accounts.grant_role(by, person_id, role)
    return ChangeReport(person_id=person_id, change=f"has the role {role}")


@admin_command.command("revoke-role")
@email_argument
@role_argument
@organisation_command
async def revoke_role_command(
    context: OperatorContext, by: Caller, email: str, role: AccountRole
) -> ChangeReport:
    """Take the role ROLE from EMAIL."""
    person_id = await context.person_id(by, email)
    await context.accounts.revoke_role(by, person_id, role)
    return ChangeReport(person_id=person_id, change=f"no longer has the role {role}")


@admin_command.command("link-journey")
@click.argument("journey", type=JourneyIdParam())
@email_argument
@organisation_command
async def link_journey_command(
    context: OperatorContext, by: Caller, journey: UUID, email: str
) -> ChangeReport:
    """Make JOURNEY (an id) the journey of EMAIL."""
    await _require_journey(context, by, journey)
    person_id = await context.person_id(by, email)
    await context.accounts.link_journey(by.tenant_id, journey, person_id)
    return ChangeReport(person_id=person_id, change=f"journey {journey} is theirs")


async def _require_journey(context: OperatorContext, by: Caller, journey_id: UUID) -> None:
    """Raises `UnknownJourney` if the journey does not exist."""
    await context.services.journeys.get(journey_id, tenant_id=by.tenant_id)


async def _send_invitation(context: OperatorContext, by: Caller, invited: SentInvitation) -> InvitationReport:
    """Sends the invitation by email; without a mail server the report holds the link."""
    link = (
        f"{(context.services.settings.origin or DEFAULT_ORIGIN).rstrip('/')}/invitation#{invited.link_secret}"
    )
    mailer = context.services.mailer
    if mailer:
        await mailer.send(invitation_email(invited.email, invited.locale, link, INVITATION_LIFETIME))
    return InvitationReport(
        organisation_id=by.tenant_id,
        person_id=invited.person_id,
        role=invited.role,
        expires_at=invited.expires_at,
        sent=mailer is not None,
        link=None if mailer else link,
    )
