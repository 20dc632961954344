"""`soundings research researchers`: who works on a study, for its first researcher and administrators to change."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import click
from msgspec import Struct

from domain.aggregate import CommandBatch
from domain.study.commands import StudyCommand
from domain.study.researchers import AddResearcher, RemoveResearcher
from service.authorization.authorized_studies import AuthorizedStudies, StudyResearcher
from service.cli.operator_commands import operator_command
from service.cli.operator_context import OperatorContext
from service.cli.research.shared import StudyIdParam, member


class ResearchersReport(Struct, frozen=True, kw_only=True):
    """Who works on a study, the first of whom leads it."""

    study_id: UUID
    researchers: tuple[StudyResearcher, ...]

    def describe(self) -> Sequence[str]:
        """A line for each."""
        return [f"{one.researcher_id}  {one.name or '(no name)'}" for one in self.researchers]


@click.command("researchers")
@click.argument("study_id", metavar="STUDY", type=StudyIdParam())
@click.option("--add", "added", metavar="EMAIL", help="Let this researcher of the organisation work on it.")
@click.option("--remove", "removed", metavar="EMAIL", help="End this researcher's work on it. One stays.")
@click.option("--by", required=True, metavar="EMAIL", help="A researcher of the study, or an administrator.")
@click.option("--organisation", metavar="NAME", help="Its name or id (default: the only one).")
@operator_command
async def researchers_command(
    context: OperatorContext,
    *,
    study_id: UUID,
    added: str | None,
    removed: str | None,
    by: str,
    organisation: str | None,
) -> ResearchersReport:
    """List who works on STUDY, the first of whom leads it; add or remove somebody, as the first or an administrator."""
    caller = await member(context, organisation, by)
    studies = AuthorizedStudies(caller, context.services.studies, context.accounts)
    if commands := await _changes(context, organisation, added, removed):
        await studies.submit(study_id, CommandBatch.of(uuid4(), commands))
    found = await studies.researchers(study_id)
    return ResearchersReport(study_id=study_id, researchers=found.researchers)


async def _changes(
    context: OperatorContext, organisation: str | None, added: str | None, removed: str | None
) -> tuple[StudyCommand, ...]:
    operator, today = await context.operator(organisation), context.services.studies.today()
    commands: list[StudyCommand] = []
    if added is not None:
        who = await context.person_id(operator, added)
        commands.append(AddResearcher(happened_on=today, researcher_id=who))
    if removed is not None:
        who = await context.person_id(operator, removed)
        commands.append(RemoveResearcher(happened_on=today, researcher_id=who))
    return tuple(commands)
