"""Files that hold no history: each is refused with what is wrong in it."""

from pathlib import Path

import pytest

from service.importing.history_files import InvalidImport, read_history_file


@pytest.mark.parametrize("nothing", [b"", b"\n \n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["case.json", "commands.jsonl"])
def test_a_file_with_nothing_in_it_is_said_to_be_one(tmp_path: Path, name: str, nothing: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(nothing)

    with pytest.raises(InvalidImport, match=f"{name}: the file is empty"):
        read_history_file(file)


def test_no_more_of_a_file_is_read_than_may_be_in_it(tmp_path: Path) -> None:
    pipe = tmp_path / "commands.jsonl"
    pipe.symlink_to("/dev/zero")

    with pytest.raises(InvalidImport, match="larger than"):
        read_history_file(pipe)


def test_what_a_case_is_instead_is_said_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(b"[]")

    with pytest.raises(InvalidImport, match=r"case\.json:1: Expected `object`, got `array`$"):
        read_history_file(file)
