"""What commands of research share: studies by id, tables by name, and where the work is done."""

import os
from collections.abc import Callable
from typing import Any
from uuid import UUID

import click

from service.accounts.caller import Caller
from service.cli.journeys import catch_up
from service.cli.operator_context import OperatorContext
from service.research.analyses import Analyses
from service.research.authorized_analyses import AuthorizedAnalyses
from service.research.exports.layout import FORMATS, PARQUET, ExportFormat
from service.research.exports.studies import StudyServices
from service.research.tables import TABLES


class StudyIdParam(click.ParamType[UUID]):
    """A command line parameter for a study's id."""

    name = "study"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UUID:
        try:
            return value if isinstance(value, UUID) else UUID(value)
        except ValueError:
            self.fail(f"{value!r} is not the id of a study.", param, ctx)


class TablesParam(click.ParamType[tuple[str, ...]]):
    """A command line parameter for tables, with commas between them."""

    name = "tables"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        named = [one.strip() for one in str(value).split(",") if one.strip()]
        if unknown := [one for one in named if one not in TABLES]:
            self.fail(f"there is no table {unknown[0]}; there are {', '.join(TABLES)}", param, ctx)
        return tuple(one for one in TABLES if one in named)


class FormatsParam(click.ParamType[tuple[ExportFormat, ...]]):
    """A command line parameter for forms of files, with commas between them."""

    name = "formats"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[ExportFormat, ...]:
        named = [one.strip() for one in str(value).split(",") if one.strip()]
        if unknown := [one for one in named if one not in FORMATS]:
            self.fail(f"there is no format {unknown[0]}; there are {', '.join(FORMATS)}", param, ctx)
        return tuple(one for one in FORMATS if one in named or one in PARQUET)


def worker_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--processes` and `--dask` to a command."""
    command = click.option(
        "--dask", metavar="ADDRESS", help="The scheduler of a Dask cluster whose workers see the folder."
    )(command)
    return click.option(
        "--processes",
        type=click.IntRange(1, 256),
        default=os.cpu_count() or 1,
        help="Default: all processors.",
    )(command)


async def study_services(context: OperatorContext) -> StudyServices:
    """What studies are read with, once the read models are up to date."""
    services = context.services
    await catch_up(services)
    return StudyServices(
        log=services.log, studies=services.studies, keyrings=context.keyrings, atlas=services.atlas
    )


async def analyses_of(context: OperatorContext) -> Analyses:
    """The analyses of the studies, once the read models are up to date."""
    await catch_up(context.services)
    if context.services.analyses is None:
        raise click.ClickException("there are no keys to make pseudonyms with")
    return context.services.analyses


async def member(context: OperatorContext, organisation: str | None, email: str) -> Caller:
    """A person of an organisation, who may do here what they may do on pages."""
    operator = await context.operator(organisation)
    person = await context.person(operator, email)
    if person.standing != "active":
        raise click.ClickException(f"{email} cannot sign in here")
    return Caller(tenant_id=operator.tenant_id, person_id=person.person_id, roles=person.roles, way="browser")


async def analyses_for(context: OperatorContext, caller: Caller) -> AuthorizedAnalyses:
    """The analyses of the studies as a person may see and decide on them, once the read models are up to date."""
    return AuthorizedAnalyses(caller, context.services.studies, await analyses_of(context))
