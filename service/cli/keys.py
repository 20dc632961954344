"""`soundings keys`: the key-encryption keys, which live outside the database, and come and go by epochs."""

from pathlib import Path

import click
import msgspec

from service.cli.office import Office, with_office
from service.cli.place import Place, place_options
from service.keys.epochs import Rewrapped, destroy_epoch, new_epoch, rewrap
from service.keys.files import KeyringFile
from service.keys.standing import EpochStanding, standing

_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("keys")
def keys_command() -> None:
    """Look after the keys that seal what is personal (SOUNDINGS_KEYRING)."""


@keys_command.command("status")
@_json
@place_options
def status(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """List the epochs, and how many keys are wrapped under each."""

    async def work(office: Office) -> list[EpochStanding]:
        return await standing(office.workers, office.keyrings())

    for one in with_office(Place(database_url=database_url, data_dir=data_dir), work):
        click.echo(msgspec.json.encode(one) if as_json else _told(one))


@keys_command.command("rotate")
@_json
@place_options
def rotate(*, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Begin a new epoch, and wrap all keys anew under it; run it again if it was interrupted.

    Where the keyring is no file (SOUNDINGS_KEYRING_JSON), add a key to it yourself first.
    """

    async def work(office: Office) -> Rewrapped:
        if isinstance(office.keyrings, KeyringFile) and not await _is_under_way(office):
            new_epoch(office.keyrings)
        return await rewrap(office.workers, office.keyrings)

    done = with_office(Place(database_url=database_url, data_dir=data_dir), work)
    keys = "1 key" if done.keys == 1 else f"{done.keys} keys"
    click.echo(msgspec.json.encode(done) if as_json else f"epoch {done.epoch}: {keys} wrapped anew")


@keys_command.command("destroy")
@click.argument("epoch", type=click.IntRange(min=1))
@_json
@place_options
def destroy(*, epoch: int, as_json: bool, database_url: str | None, data_dir: Path | None) -> None:
    """Destroy the key of an EPOCH that nothing is wrapped under any more.

    From then on no backup from before holds a key that was destroyed since: do it when backups of that time are gone.
    """
    with_office(
        Place(database_url=database_url, data_dir=data_dir),
        lambda office: destroy_epoch(office.workers, office.keyrings, epoch),
    )
    told = {"epoch": epoch, "state": "destroyed"}
    click.echo(msgspec.json.encode(told) if as_json else f"epoch {epoch}: destroyed")


async def _is_under_way(office: Office) -> bool:
    """Whether the newest epoch was begun by a run that did not wrap all keys under it."""
    *older, newest = await standing(office.workers, office.keyrings())
    return newest.state != "destroyed" and newest.keys == 0 and any(one.keys for one in older)


def _told(one: EpochStanding) -> str:
    keys = "1 key" if one.keys == 1 else f"{one.keys} keys"
    where = "" if one.in_keyring else ", not in the keyring"
    return f"epoch {one.epoch}: {one.state}, {keys}{where}"
