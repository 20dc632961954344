"""What the commands about the lists made from the log share."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click

from service.cli.database import DatabaseLocation, run_with_services
from service.container import Services

T = TypeVar("T")

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def run_on_services(
    database_url: str | None, data_dir: Path | None, work: Callable[[Services], Coroutine[Any, Any, T]]
) -> T:
    return run_with_services(DatabaseLocation(database_url=database_url, data_dir=data_dir), work)
