"""`python -m service.localization extract` and `check`, for whoever writes or translates messages."""

import click

from service.localization.catalogue_checks import catalogue_errors
from service.localization.extraction import TRANSLATED, load_catalogue, message_template, update_catalogue


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def language_command() -> None:
    """Look after what Soundings says in each language."""


@language_command.command()
def extract_command() -> None:
    """Bring the catalogues up to date with the code and the templates; what is new stands there untranslated."""
    known = message_template()
    for one in TRANSLATED:
        click.echo(f"{one}: {'changed' if update_catalogue(one, known) else 'as it was'}")


@language_command.command()
def check_command() -> None:
    """Say what is missing or wrong in each language; fails when anything is."""
    known = message_template()
    found = [fault for one in TRANSLATED for fault in catalogue_errors(one, load_catalogue(one), known)]
    for fault in found:
        click.echo(fault)
    if found:
        raise click.ClickException(f"{len(found)} messages to mend")


if __name__ == "__main__":
    language_command(prog_name="python -m service.localization")
