"""A case file of an earlier version is the same journey, with the same commands under the same ids."""

from pathlib import Path

from domain.aggregate import CommandBatch
from service.importing.history_files import read_case

STORED = Path(__file__).parent / "stored"


def test_a_case_file_of_an_earlier_version_reads_as_it_did() -> None:
    history = read_case((STORED / "case.json").read_bytes(), "case.json")
    batches = [CommandBatch.of(one.command_id, (one.command,)) for one in history.steps]
    lines = [
        f"{type(batch.commands[0]).__name__} {batch.command_id} {batch.fingerprint.hex()}"
        for batch in batches
    ]

    assert lines == (STORED / "case_commands.txt").read_text().splitlines()
