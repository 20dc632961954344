"""The command `soundings`: in this process, where it starts at once, or in one of its own, as a person runs it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

import click
from click.testing import CliRunner

from service.cli import main
from service.cli import soundings as command_line

SOUNDINGS = Path(sys.executable).with_name("soundings")


def run_here(
    *arguments: str | Path, environment: Mapping[str, str] | None = None, stdin: str = ""
) -> CompletedProcess[str]:
    """Runs a command in a thread of its own, so that its event loop does not meet that of the tests.

    The variables are added to those of this process.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_run, [str(one) for one in arguments], environment or {}, stdin).result(60)


def _run(arguments: list[str], environment: Mapping[str, str], stdin: str) -> CompletedProcess[str]:
    with (
        CliRunner().isolation(stdin, environment) as (stdout, stderr, _),
        patch.object(sys, "argv", [str(SOUNDINGS), *arguments]),
    ):
        code = _exit_code()
        sys.stdout.flush()
        sys.stderr.flush()
        return CompletedProcess(arguments, code, stdout.getvalue().decode(), stderr.getvalue().decode())


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0


def run_apart(
    *arguments: str | Path, environment: Mapping[str, str] | None = None, stdin: str = ""
) -> CompletedProcess[str]:
    """Runs a command in a process of its own."""
    return subprocess.run(
        [SOUNDINGS, *arguments],
        env=os.environ | dict(environment or {}),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def all_commands() -> dict[tuple[str, ...], click.Command]:
    """Every command of the command line, by the words that call it."""
    return dict(_commands_of(command_line, ()))


def _commands_of(
    command: click.Command, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        if found := command.get_command(context, name):
            yield from _commands_of(found, (*path, name))
