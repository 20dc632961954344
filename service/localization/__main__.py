"""`python -m service.language extract` and `check`: for whoever writes or translates messages."""

import click

from service.localization.catalogue_checks import faults
from service.localization.extraction import TRANSLATED, catalogue, template, update


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def language() -> None:
    """Look after what Soundings says in each language."""


@language.command()
def extract() -> None:
    """Bring the catalogues up to date with the code and the templates; what is new stands there untranslated."""
    known = template()
    for one in TRANSLATED:
        click.echo(f"{one}: {'changed' if update(one, known) else 'as it was'}")


@language.command()
def check() -> None:
    """Say what is missing or wrong in each language; fails when anything is."""
    known = template()
    found = [fault for one in TRANSLATED for fault in faults(one, catalogue(one), known)]
    for fault in found:
        click.echo(fault)
    if found:
        raise click.ClickException(f"{len(found)} messages to mend")


if __name__ == "__main__":
    language(prog_name="python -m service.language")
