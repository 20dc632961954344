"""Files that are no text in UTF-8, or nested too deeply: whatever reads one names the file, the line and what is expected."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from uuid import UUID

import click
import msgspec
import pytest

from service.importing.case_format import CaseFile
from service.outside_json import decode_json
from tests.cli.command_line import all_commands
from tests.cli.conftest import Run

CASE = (Path(__file__).parents[2] / "service" / "demo" / "cases" / "case_1.json").read_text()


WRITTEN = {"to", "out", "data_dir", "place"}
"""Parameters that name what is written, or a folder."""
CALLS: dict[str, Callable[[Path], list[str | Path]]] = {
    "import files": lambda file: ["import", file],
    "replay file": lambda file: ["replay", file],
    "verify texts": lambda file: ["verify", "--texts", file],
    "replay parameters": lambda file: ["replay", "--log", "--parameters", file],
    "admin provider add secret_file": lambda file: [
        *("admin", "provider", "add", "https://id.example", "--called", "Harbour", "--client-id", "x"),
        *("--unchecked", "--secret-file", file),
    ],
    "admin provider change-secret secret_file": lambda file: [
        *("admin", "provider", "change-secret", str(UUID(int=1)), "--secret-file", file)
    ],
    "research run specification": lambda file: [
        *("research", "run", str(UUID(int=1)), file, "--by", "ruth@example.org")
    ],
    "research replay file": lambda file: [
        *("research", "replay", "an-export", "--out", "rows", "--parameters", file)
    ],
    "research sweep file": lambda file: [
        *("research", "sweep", "an-export", "--out", "rows", "--parameters", file),
        *("--parameter", "appeal.mean", "--values", "60"),
    ],
    "research study draft file": lambda file: ["research", "study", "draft", file],
    "research dummy definition": lambda file: [
        *("research", "dummy", "--definition", file, "--to", file.parent / "kit")
    ],
    "research export simulation": lambda file: [
        *("research", "export", "--simulation", file.parent, "--to", file.parent / "written")
    ],
    "research check export": lambda file: ["research", "check", file.parent],
    "atlas outlook file": lambda file: [
        *("atlas", "outlook", file, "--publisher", "x", "--edition", "x", "--published", "2026-01-12"),
        *("--country", "SE", "--code-system", "isco08", "--licence", "x"),
    ],
}
"""How a command is given a file to read."""
IN_FOLDERS = {"research export simulation": "simulation.json", "research check export": "manifest.json"}
"""What a command reads first of the folder that it is given."""
TEXT_ONLY = {name for name in CALLS if name.endswith(("secret_file", "texts", "outlook file"))}


def test_every_file_that_a_command_reads_is_tried() -> None:
    read = {
        " ".join((*path, str(one.name)))
        for path, command in all_commands().items()
        for one in command.params
        if isinstance(one.type, (click.Path, click.File)) and one.name not in WRITTEN
    }

    assert read == set(CALLS)


def file_for(name: str, folder: Path) -> Path:
    return folder / IN_FOLDERS.get(name, "history.json")


def in_one_line(refused: CompletedProcess[str], file: Path) -> str:
    assert refused.returncode == 1, refused.stdout
    assert refused.stderr.count("\n") == 1, refused.stderr
    assert file.name in refused.stderr
    return refused.stderr


@pytest.fixture
def organisation(soundings: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUNDINGS_ORIGIN", "http://localhost:8000")
    assert (
        soundings("admin", "create-organisation", "Harbour", "--admin", "ada@harbour.example").returncode == 0
    )


ODD = {
    "another encoding": (b'{"name": "J\xf6nk\xf6ping"}', "the byte 0xf6 is not UTF-8", 1),
    "UTF-16": ('{"name": "Jönköping"}'.encode("utf-16"), "UTF-16; save it as UTF-8", 1),
    "UTF-16 without a mark": ('{"name": "Jönköping"}'.encode("utf-16-le"), "UTF-16; save it as UTF-8", 1),
    "the other UTF-16": ('{\n"name": "Jönköping"}'.encode("utf-16-be"), "UTF-16; save it as UTF-8", 1),
    "a zero byte": (b"\x00", "the byte 0x00 is not allowed in text", 1),
    "a line that is a zero byte": (b"{}\n\x00\n{}\n", "the byte 0x00 is not allowed in text", 2),
    "lines of zero bytes": (b"\x00\n\x00\n", "the byte 0x00 is not allowed in text", 1),
}


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("name", CALLS)
def test_what_is_no_text_in_utf8_is_refused(soundings: Run, tmp_path: Path, name: str, kind: str) -> None:
    raw, expected, line = ODD[kind]
    file = file_for(name, tmp_path)
    file.write_bytes(raw)
    refused = in_one_line(soundings(*CALLS[name](file)), file)

    assert expected in refused
    assert f":{line}" in refused


def test_the_line_is_the_one_of_the_wrong_byte(soundings: Run, tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(b'{\n"client": {\n"name": "J\xf6nk\xf6ping"}}')

    assert "case.json:3: the byte 0xf6 is not UTF-8" in in_one_line(soundings("import", file), file)


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("name", sorted(CALLS.keys() - TEXT_ONLY))
@pytest.mark.parametrize("deep", [b"[" * 100_000, b'{"x": ' * 100_000], ids=["lists", "objects"])
def test_what_is_nested_too_deeply_is_refused(soundings: Run, tmp_path: Path, name: str, deep: bytes) -> None:
    file = file_for(name, tmp_path)
    file.write_bytes(b'{"client": ' + deep)

    in_one_line(soundings(*CALLS[name](file)), file)


CUT = "Input data was truncated"
HALF = "is half a character without its other half"
CUT_TEXTS = {
    "half a character at the end": (rb'{"client": "\ud800"}', HALF),
    "half a character before others": (rb'{"client": "\ud83d and so on, and on"}', HALF),
    "half a character before a letter": (rb'{"client": "\ud83d\u0041"}', HALF),
    "the other half": (rb'{"client": "\uDE00"}', HALF),
    "a text cut off": (rb'{"client": "\ud83d\ude00', CUT),
    "a backslash before letters": (rb'{"client": "\\ud800', CUT),
}


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("kind", CUT_TEXTS)
@pytest.mark.parametrize("name", sorted(CALLS.keys() - TEXT_ONLY))
def test_json_with_half_a_character_is_refused_for_that(
    soundings: Run, tmp_path: Path, name: str, kind: str
) -> None:
    raw, expected = CUT_TEXTS[kind]
    file = file_for(name, tmp_path)
    file.write_bytes(b"\n\n" + raw)
    refused = in_one_line(soundings(*CALLS[name](file)), file)

    assert expected in refused
    assert f"{file.name}:3" in refused


@pytest.mark.parametrize("kind", [dict[str, Any], CaseFile])
def test_how_deeply_json_may_be_nested_has_a_limit(kind: type[Any]) -> None:
    with pytest.raises(msgspec.DecodeError, match="nested too deeply"):
        decode_json(b'{"x": ' * 100_000, kind)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["without", "with a byte-order mark"])
def test_a_byte_order_mark_is_accepted(soundings: Run, tmp_path: Path, mark: bytes) -> None:
    case, parameters = tmp_path / "case.json", tmp_path / "parameters.json"
    case.write_bytes(mark + CASE.encode())
    parameters.write_bytes(mark + b"{}")

    assert soundings("import", case).returncode == 0
    assert soundings("replay", "--log", "--parameters", parameters).returncode == 0
