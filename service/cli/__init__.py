"""The command `soundings`. Each command is imported only when it is called, so that `--help` answers at once."""

import os
import sys
from types import MappingProxyType
from typing import Any, NoReturn

import click

from service.cli.lazy_group import LazyGroup
from service.cli.output import print_line

_COMMANDS = MappingProxyType(
    {
        "demo": ("demo", "Start the service with invented people and four journeys; Ctrl-C stops it."),
        "serve": ("serve", "Run the service: web pages and API."),
        "worker": ("worker", "Do what works by itself, without pages: one worker leads, others stand by."),
        "import": ("importing", "Import histories from files: cases, or commands as JSON Lines."),
        "atlas": ("atlas", "Load occupations and how their market stands, and see what is there."),
        "journeys": ("journeys", "List the journeys."),
        "profile": ("profile", "Print a journey's search profile as a coach reads it."),
        "events": ("events", "List the events of a journey."),
        "export": ("log_export", "Export the whole event log to a file, with a manifest."),
        "log": ("log", "Check the event log: that all of it is there, in order, and readable."),
        "emails": ("emails", "Weekly e-mails that were not sent, or of which nobody knows."),
        "projections": (
            "projections",
            "The lists made from the log: how far they are, what stands still; rebuild.",
        ),
        "invariants": ("invariants", "Check the rules that always hold of the live data."),
        "replay": ("log_export", "Compute every journey again under any model: rows and one digest."),
        "research": ("research", "Studies as files: exports, dummy kits, replays and simulated clients."),
        "archive": ("archive", "Write everything stored about a journey and its client to a ZIP file."),
        "admin": ("admin", "Manage organisations and their people."),
        "erase": ("erasure", "Erase a journey and its client, for good."),
        "forget-contact": ("erasure", "Forget one contact of a journey, for good."),
        "verify": ("verify", "Check that nothing erased is left, in tables or files."),
        "redact": ("redaction", "Overwrite a wrong personal value, for good."),
        "retention": ("retention", "Set how long ended journeys are kept, and list those to be erased soon."),
        "keys": ("keys", "Manage the keys that encrypt personal data."),
        "migrate": ("migrate", "Bring the tables of the database up to date."),
        "doctor": ("doctor", "Examine settings, database, keys, disk and mail server, and say what to do."),
        "backup": ("backup", "Copy the whole database into a folder, with a manifest."),
        "restore": ("restore", "Restore such a backup into an empty database, and check it."),
        "db": ("db", "Manage the private database."),
    }
)


class _Commands(LazyGroup):
    package = __name__
    table = _COMMANDS


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="market-soundings", prog_name="soundings")
def soundings() -> None:
    """Soundings: explore the job market in short weekly cycles, and see what each step changed.

    Without DATABASE_URL (or --database-url) a private PostgreSQL starts in your data folder.
    """


def main() -> NoReturn:
    """Runs a command. Any error is one line and a non-zero exit status."""
    try:
        sys.exit(soundings.main(standalone_mode=False) or 0)
    except click.ClickException as error:
        if isinstance(error, click.UsageError):
            error.show()
        else:
            # It may hold the name of a file, or what somebody else's server said.
            print_line(f"Error: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # The reader has seen enough; nothing may be flushed to it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("SOUNDINGS_TRACE"):
            raise
        print_line(f"soundings: {_describe_error(error)}", err=True)
        sys.exit(1)


def _describe_error(error: Any) -> str:
    """The line for an error."""
    from service.cli.errors import error_line  # noqa: PLC0415 - knows every room's errors, so it is imported when needed

    return error_line(error)
