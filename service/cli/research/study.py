"""`soundings research study`: the studies of an organisation, for whoever runs the service."""

from collections.abc import Sequence
from typing import IO
from uuid import UUID, uuid4

import click
import msgspec
from msgspec import Struct

from domain.aggregate import CommandBatch
from domain.errors import DomainError
from domain.study.commands import ApproveStudy, DraftStudy, StudyCommand, SubmitStudy
from service.accounts.caller import Caller
from service.application.aggregates import stream_id
from service.application.studies import StudyAttrition, StudyDefinition
from service.cli.operator_commands import organisation_command
from service.cli.operator_context import OperatorContext
from service.cli.research.shared import StudyIdParam, study_services
from service.outside_json import InvalidText, read_json
from service.research.tables.chosen import unknown_variables


class StudyLineReport(Struct, frozen=True, kw_only=True):
    """One study in the list."""

    study_id: UUID
    state: str
    title: str

    def describe(self) -> Sequence[str]:
        """A line."""
        return [f"{self.study_id}  {self.state:9}  {self.title}"]


class StudyReport(Struct, frozen=True, kw_only=True):
    """One study, and how many take part."""

    study: StudyDefinition
    participants: StudyAttrition

    def describe(self) -> Sequence[str]:
        """Its definition, and three counts."""
        counts = self.participants
        counted = {"asked": counts.asked, "agree": counts.agreed, "withdrew": counts.withdrawn}
        numbers = ", ".join(f"{name} {'too few' if one is None else one}" for name, one in counted.items())
        stated = msgspec.json.format(msgspec.json.encode(self.study)).decode()
        return [*stated.splitlines(), f"participants: {numbers}"]


class StudyDecisionReport(Struct, frozen=True, kw_only=True):
    """What became of a study."""

    study_id: UUID
    state: str

    def describe(self) -> Sequence[str]:
        """A line."""
        return [f"{self.study_id} is now {self.state}"]


_study_argument = click.argument("study_id", metavar="STUDY", type=StudyIdParam())


@click.group("study")
def study_command() -> None:
    """The studies of an organisation. Pages and the API do the same for researchers and administrators."""


@study_command.command("list")
@organisation_command
async def list_command(context: OperatorContext, by: Caller) -> Sequence[StudyLineReport]:
    """List the studies, the newest first."""
    studies = (await study_services(context)).studies
    found = await studies.all(tenant_id=by.tenant_id)
    return [StudyLineReport(study_id=one.study_id, state=one.state, title=one.title) for one in found]


@study_command.command("show")
@_study_argument
@organisation_command
async def show_command(context: OperatorContext, by: Caller, *, study_id: UUID) -> StudyReport:
    """Show a STUDY, and how many take part, in fives."""
    studies = (await study_services(context)).studies
    definition = await _definition(context, by, study_id)
    attrition = await studies.attrition(definition, tenant_id=by.tenant_id)
    return StudyReport(study=definition, participants=attrition)


@study_command.command("draft")
@click.argument("file", type=click.File("rb"))
@organisation_command
async def draft_command(context: OperatorContext, by: Caller, *, file: IO[bytes]) -> StudyDecisionReport:
    """Draft a study from FILE: a DraftStudy command as JSON, as the API takes it."""
    try:
        command = read_json(file.read(), DraftStudy)
    except InvalidText as fault:
        raise click.ClickException(f"{file.name}:{fault.line}: {fault}") from fault
    if unknown := unknown_variables(command.variables):
        raise click.ClickException(
            f"{file.name}: there is no variable {unknown[0]}; `soundings research codebook` lists them"
        )
    return await _tell(context, by, uuid4(), command)


@study_command.command("submit")
@_study_argument
@organisation_command
async def submit_command(context: OperatorContext, by: Caller, *, study_id: UUID) -> StudyDecisionReport:
    """Submit a drafted STUDY for approval."""
    return await _tell(context, by, study_id, SubmitStudy(happened_on=context.services.studies.today()))


@study_command.command("approve")
@_study_argument
@organisation_command
async def approve_command(context: OperatorContext, by: Caller, *, study_id: UUID) -> StudyDecisionReport:
    """Approve a submitted STUDY. What was drafted or submitted here has to be approved by an administrator on a page."""
    command = ApproveStudy(happened_on=context.services.studies.today(), seed=uuid4())
    return await _tell(context, by, study_id, command)


async def _tell(
    context: OperatorContext, by: Caller, study_id: UUID, command: StudyCommand
) -> StudyDecisionReport:
    studies = context.services.studies
    batch = CommandBatch.of(uuid4(), (command,))
    try:
        await studies.commands.execute(stream_id(by.tenant_id, study_id), [batch], by.person_id)
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    found = await studies.get(study_id, tenant_id=by.tenant_id)
    return StudyDecisionReport(study_id=study_id, state=found.state)


async def _definition(context: OperatorContext, by: Caller, study_id: UUID) -> StudyDefinition:
    try:
        return await context.services.studies.definition(study_id, tenant_id=by.tenant_id)
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
