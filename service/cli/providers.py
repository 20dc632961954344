"""`soundings admin provider`: the identity providers with which an organisation's people may sign in."""

from typing import IO
from uuid import UUID

import click
from msgspec import Struct

from service.accounts.caller import Caller
from service.accounts.identity_providers import IdentityProvider, IdentityProviders
from service.accounts.oidc_client import CALLBACK_PATH
from service.accounts.provider_http import ProviderHttpClient, ProviderUnavailable, open_http_client
from service.accounts.provider_metadata import ProviderDiscovery
from service.cli.operator_commands import organisation_command
from service.cli.operator_context import OperatorContext
from service.cli.text_files import read_text_file
from service.clock import utc_now
from service.localization.collation import reader_key

NO_ORIGIN = "SOUNDINGS_ORIGIN is missing: set it to the address of this service, to which the provider sends people back"


class ProviderReport(Struct, frozen=True, kw_only=True):
    """A provider and its two addresses."""

    provider_id: UUID
    called: str
    issuer: str
    client_id: str
    acr: tuple[str, ...]
    amr: tuple[str, ...]
    sends_back_to: str
    """For whoever runs the provider: the redirect URI of this client."""
    sign_in_at: str
    """For the people of the organisation."""

    def describe(self) -> tuple[str, ...]:
        asked = [*self.acr, *self.amr]
        demands = f", requires {' and '.join(asked)}" if asked else ""
        return (
            f"{self.provider_id}  {self.called}: {self.issuer} as {self.client_id}{demands}",
            f"  Redirect URI, to register there: {self.sends_back_to}",
            f"  People sign in at {self.sign_in_at}",
        )


class ProviderChangeReport(Struct, frozen=True, kw_only=True):
    """A change of a provider."""

    provider_id: UUID
    change: str

    def describe(self) -> tuple[str, ...]:
        return (f"{self.provider_id}: {self.change}",)


secret_option = click.option(
    "--secret-file",
    type=click.File("rb"),
    help="A file with the client secret, or - for standard input; without it you are asked. It is stored encrypted.",
)
provider_argument = click.argument("provider", type=click.UUID)


@click.group("provider")
def provider_command() -> None:
    """Let people sign in with an account of their organisation (OpenID Connect)."""


@provider_command.command("add")
@click.argument("issuer")
@click.option("--called", required=True, metavar="NAME", help="The name that people see.")
@click.option("--client-id", required=True, help="The client id of this service at the provider.")
@secret_option
@click.option("--acr", multiple=True, help="An assurance level to require; of several, one is enough.")
@click.option("--amr", multiple=True, help="A method to require, such as mfa; of several, all.")
@click.option("--unchecked", is_flag=True, help="Do not check that the provider responds.")
@organisation_command
async def add_provider_command(
    context: OperatorContext,
    by: Caller,
    *,
    issuer: str,
    called: str,
    client_id: str,
    secret_file: IO[bytes] | None,
    acr: tuple[str, ...],
    amr: tuple[str, ...],
    unchecked: bool,
) -> ProviderReport:
    """Let people sign in with ISSUER: the provider's address exactly as it gives it, to the last slash.

    Register the printed redirect URI with the provider. Staff need a second sign-in step: one that the provider confirms
    (--acr, --amr, or mfa among its methods), or one that they set up here.
    """
    origin = _origin(context)
    if not unchecked:
        await _check(origin, issuer)
    made = await _providers(context).add(
        by.tenant_id,
        called=called,
        issuer=issuer,
        client_id=client_id,
        client_secret=_secret(secret_file),
        acr=acr,
        amr=amr,
    )
    return _report(origin, made)


@provider_command.command("list")
@organisation_command
async def list_providers_command(context: OperatorContext, by: Caller) -> list[ProviderReport]:
    """List the providers of an organisation."""
    origin = _origin(context)
    found = await _providers(context).list_for(by.tenant_id)
    return [_report(origin, one) for one in sorted(found, key=lambda one: reader_key(one.called))]


@provider_command.command("change-secret")
@provider_argument
@secret_option
@organisation_command
async def change_secret_command(
    context: OperatorContext, by: Caller, provider: UUID, secret_file: IO[bytes] | None
) -> ProviderChangeReport:
    """Use a new secret with PROVIDER (an id)."""
    _origin(context)
    await _providers(context).change_secret(by.tenant_id, provider, _secret(secret_file))
    return ProviderChangeReport(provider_id=provider, change="the new secret is in use")


@provider_command.command("remove")
@provider_argument
@organisation_command
async def remove_provider_command(
    context: OperatorContext, by: Caller, provider: UUID
) -> ProviderChangeReport:
    """Remove PROVIDER (an id). Everyone who could sign in with it is signed out in every browser."""
    _origin(context)
    await _providers(context).remove(by.tenant_id, provider)
    return ProviderChangeReport(provider_id=provider, change="removed; nobody can sign in with it any more")


def _providers(context: OperatorContext) -> IdentityProviders:
    return context.account_services.oidc.providers


async def _check(origin: str, issuer: str) -> None:
    """Checks that a provider of this name answers, before the first person tries to sign in."""
    async with open_http_client() as http:
        try:
            await ProviderDiscovery(ProviderHttpClient(http, locally=_locally(origin)), utc_now).metadata(
                issuer
            )
        except ProviderUnavailable as failure:
            raise click.ClickException(f"{failure.detail} (add it anyway with --unchecked)") from failure


def _secret(file: IO[bytes] | None) -> str:
    """Reads the secret from a file. An argument would be visible to others and kept in the shell's history."""
    if file is None:
        typed: str = click.prompt("Client secret", hide_input=True)
        return typed
    return read_text_file(file).decode().strip()


def _origin(context: OperatorContext) -> str:
    if not context.services.settings.origin:
        raise click.ClickException(NO_ORIGIN)
    return context.services.settings.origin


def _locally(origin: str) -> bool:
    """True if the service runs on this machine only; then its provider may, too,
    over http, as in `OidcClient`.
    """
    return origin.startswith("http://")


def _report(origin: str, provider: IdentityProvider) -> ProviderReport:
    return ProviderReport(
        provider_id=provider.provider_id,
        called=provider.called,
        issuer=provider.issuer,
        client_id=provider.client_id,
        acr=provider.acr,
        amr=provider.amr,
        sends_back_to=f"{origin}{CALLBACK_PATH}",
        sign_in_at=f"{origin}/sign-in/organisation/{provider.tenant_id}",
    )
