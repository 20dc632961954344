"""`soundings redact`: overwrites a wrong personal value in the history, for good."""

from pathlib import Path
from uuid import UUID

import click
import msgspec

from domain.errors import UnknownJourney
from service.cli.confirmation import require_confirmation, yes_option
from service.cli.database import DatabaseLocation, JourneyIdParam, database_options
from service.cli.disk_reports import describe_disk, leave_on_disk_option
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line, print_lines
from service.event_store.redaction import RedactedValue, RedactionTarget
from service.event_store.resealing import RedactionReason
from service.personal_data.erasure.queries import tenant_of
from service.personal_data.redaction_requests import Redaction, redact_on_disk
from service.system_ids import LOCAL_ACTOR


@click.command("redact")
@click.argument("journey", type=JourneyIdParam())
@click.argument("entry", type=click.IntRange(min=1))
@click.argument("field")
@click.option("--now", "also_now", is_flag=True, help="Overwrite it even if it is the entry's current value.")
@click.option(
    "--about-somebody-else",
    is_flag=True,
    help="Record as the reason that it was about another person, not that it was wrong.",
)
@leave_on_disk_option
@yes_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@database_options
def redact_command(
    *,
    journey: UUID,
    entry: int,
    field: str,
    also_now: bool,
    about_somebody_else: bool,
    leave_on_disk: bool,
    yes: bool,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Overwrite FIELD of ENTRY (a number) of JOURNEY, and of its corrections that were themselves corrected.

    FIELD is a name such as note, plan.when or, in a correction, fact.note; `soundings events` shows them. The old value can
    never be read again. Who did it, when and why is recorded, but not the value. Running services follow within seconds.
    """
    require_confirmation(f"Overwrite {field} of entry {entry} for good?", yes=yes)
    reason: RedactionReason = "about_somebody_else" if about_somebody_else else "wrong_value"

    async def work(context: OperatorContext) -> Redaction:
        tenant_id = await tenant_of(context.services.worker_pool, journey)
        if tenant_id is None:
            raise UnknownJourney("There is no such journey.")
        wrong = RedactionTarget(tenant_id, journey, entry, field)
        return await redact_on_disk(
            context.erasure(leave_on_disk=leave_on_disk),
            context.services.redactor,
            wrong,
            actor_id=LOCAL_ACTOR,
            reason=reason,
            also_now=also_now,
        )

    done = run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
    if as_json:
        print_line(msgspec.json.encode(done))
        return
    print_line(_describe(done))
    print_lines(describe_disk(done.disk))


def _describe(done: RedactedValue) -> str:
    if not done.entries:
        return f"{done.field} of entry {done.number} was already overwritten"
    return f"{done.field} was overwritten in {', '.join(f'entry {number}' for number in done.entries)}"
