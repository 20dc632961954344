"""The command `soundings`: in this process, where it starts at once, or in one of its own, as a person runs it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch

from click.testing import CliRunner

from service.cli import main

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
