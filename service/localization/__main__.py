"""`python -m service.localization`: for whoever writes or translates messages (`docs/voice.md`)."""

import click

from domain.vocabulary import Language
from service.localization.catalogue import SOURCE
from service.localization.catalogue_checks import catalogue_errors
from service.localization.extraction import (
    CATALOGUES,
    TRANSLATED,
    load_catalogue,
    message_template,
    reword_message,
    update_catalogue,
)
from service.localization.reviewed import mark_reviewed, read_reviewed
from service.localization.wording import read_wording, wording_errors


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
@click.argument("before")
@click.argument("after")
def reword_command(before: str, after: str) -> None:
    """Keep the translations of BEFORE, an English message, for AFTER, which says it in other words.

    Change the code or the template yourself. `check` then asks for each translation to be looked at again.
    """
    found = [one for one in TRANSLATED if reword_message(one, before, after)]
    if not found:
        raise click.ClickException("no language has this message")
    click.echo(f"reworded in {', '.join(found)}")


@language_command.command()
@click.argument("language", type=click.Choice(TRANSLATED))
@click.argument("messages", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All messages of the language.")
def reviewed_command(language: Language, messages: tuple[str, ...], everything: bool) -> None:
    """Record that the translations of MESSAGES (English texts) into LANGUAGE were read against the English as it is now."""
    if everything == bool(messages):
        raise click.UsageError("Name messages, or use --all.")
    catalogue = load_catalogue(language)
    unknown = [one for one in messages if not catalogue.get(one)]
    if unknown:
        raise click.ClickException(f"{language} has no such message: {unknown[0]!r}")
    count = mark_reviewed(
        language,
        catalogue,
        CATALOGUES,
        lambda message: (
            everything or (message.id if isinstance(message.id, str) else message.id[0]) in messages
        ),
    )
    click.echo(f"{language}: {count} more reviewed")


@language_command.command()
def check_command() -> None:
    """Say what is missing or wrong in each language; fails when anything is."""
    known, wording = message_template(), read_wording()
    found = [*wording_errors(SOURCE, known, wording)]
    for one in TRANSLATED:
        messages = load_catalogue(one)
        found += catalogue_errors(one, messages, known, read_reviewed(one, CATALOGUES))
        found += wording_errors(one, messages, wording)
    for fault in found:
        click.echo(fault)
    if found:
        raise click.ClickException(f"{len(found)} messages to mend")


if __name__ == "__main__":
    language_command(prog_name="python -m service.localization")
