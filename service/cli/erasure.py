"""`soundings erase` and `soundings forget-contact`: erase a journey with its client, or one contact in it."""

from pathlib import Path
from uuid import UUID

import click
import msgspec

from service.cli.confirmation import require_confirmation, yes_option
from service.cli.database import DatabaseLocation, JourneyIdParam, database_options
from service.cli.disk_reports import describe_disk, leave_on_disk_option
from service.cli.operator_context import OperatorContext, run_with_context
from service.cli.output import print_line, print_lines
from service.personal_data.erasure.contact_eraser import ContactEraser, ContactErasureResult
from service.personal_data.erasure.journey_eraser import ErasureResult, JourneyEraser
from service.personal_data.erasure.ledger_binding import adopt_ledger
from service.system_ids import LOCAL_ACTOR

ErasureResults = list[ErasureResult | ContactErasureResult]

_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object per journey or contact.")


@click.command("erase")
@click.argument("journey", type=JourneyIdParam(), required=False)
@click.option(
    "--known-as", multiple=True, metavar="TEXT", help="Another name or address to search for afterwards."
)
@click.option(
    "--replay",
    is_flag=True,
    help="Erase again what a restored backup brought back; finish interrupted erasures.",
)
@click.option(
    "--adopt-ledger",
    "adopt",
    is_flag=True,
    help="Make the ledger at hand the database's, where its own is lost for good.",
)
@leave_on_disk_option
@yes_option
@_json
@database_options
def erase_command(
    *,
    journey: UUID | None,
    known_as: tuple[str, ...],
    replay: bool,
    adopt: bool,
    leave_on_disk: bool,
    yes: bool,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Erase JOURNEY (an id) and its client, for good.

    The keys, history, lists, sessions and the client's account are deleted; one event without personal data stays in the
    log. Before it reports success, it searches the tables, and the files of a private database, for anything left. If it
    is interrupted, run it again.

    Exported files, backups and replicas are not reached. What is encrypted in them is unreadable once the key of the
    current epoch is destroyed (`soundings keys rotate`, then `soundings keys destroy`). What was recorded unencrypted on
    your own server is erased only after `soundings keys seal`, or with --leave-on-disk.
    """
    if (journey is not None) + replay + adopt != 1:
        raise click.UsageError(
            "give a JOURNEY, or --replay for everything in the erasure ledger, or --adopt-ledger"
        )
    place = DatabaseLocation(database_url=database_url, data_dir=data_dir)
    if adopt:
        _adopt_ledger(place, yes=yes)
        return
    if journey:
        require_confirmation(f"Erase the journey {journey} and its client for good?", yes=yes)

    async def work(context: OperatorContext) -> ErasureResults:
        erasure = context.erasure(leave_on_disk=leave_on_disk)
        eraser = JourneyEraser(erasure)
        if journey:
            return [await eraser.erase(journey, known_as=known_as)]
        again = await eraser.replay_ledger()
        return [*again, *await ContactEraser(erasure).replay_ledger(actor_id=LOCAL_ACTOR)]

    _report(run_with_context(place, work), as_json=as_json)


def _adopt_ledger(place: DatabaseLocation, *, yes: bool) -> None:
    require_confirmation(
        "Is the ledger of this database lost for good? What only it knew to be erased is not noticed any more.",
        yes=yes,
    )

    async def work(context: OperatorContext) -> Path:
        erasure = context.erasure()
        await adopt_ledger(erasure.pool, erasure.ledger)
        return erasure.ledger.path

    print_line(f"{run_with_context(place, work)} is the ledger of this database now")


@click.command("forget-contact")
@click.argument("journey", type=JourneyIdParam())
@click.argument("contact", type=click.UUID)
@leave_on_disk_option
@yes_option
@_json
@database_options
def forget_contact_command(
    *,
    journey: UUID,
    contact: UUID,
    leave_on_disk: bool,
    yes: bool,
    as_json: bool,
    database_url: str | None,
    data_dir: Path | None,
) -> None:
    """Forget CONTACT (an id) of JOURNEY: their name and who they are to the client can never be read again.

    The steps with them stay, and the history says that a contact was forgotten.
    """
    require_confirmation(f"Forget the contact {contact} for good?", yes=yes)

    async def work(context: OperatorContext) -> ErasureResults:
        eraser = ContactEraser(context.erasure(leave_on_disk=leave_on_disk))
        return [await eraser.erase(journey, contact, actor_id=LOCAL_ACTOR)]

    _report(
        run_with_context(DatabaseLocation(database_url=database_url, data_dir=data_dir), work),
        as_json=as_json,
    )


def _report(done: ErasureResults, *, as_json: bool) -> None:
    for one in done:
        print_line(msgspec.json.encode(one) if as_json else _describe(one))
        if one.disk and not as_json:
            print_lines(describe_disk(one.disk))
    if not done and not as_json:
        print_line("Nothing to do: everything that was erased is gone.")


def _describe(one: ErasureResult | ContactErasureResult) -> str:
    match one:
        case ContactErasureResult():
            return f"contact {one.contact_id} of journey {one.journey_id} was forgotten"
        case ErasureResult(already=True):
            return f"journey {one.journey_id} was already erased"
        case ErasureResult():
            accounts = "1 account" if one.people == 1 else f"{one.people} accounts"
            return f"journey {one.journey_id} was erased, with {accounts}; {_describe_search(one.looked_for)}"


def _describe_search(looked_for: int) -> str:
    if not looked_for:
        return "none of its texts was distinctive enough to search for"
    texts = "1 text" if looked_for == 1 else f"{looked_for} texts"
    return f"searched for {texts} of the journey, found none"
