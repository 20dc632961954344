"""A kit or an export as one file."""

import stat
from pathlib import Path
from zipfile import ZipFile

from service.research.archives import pack_folder
from service.research.exports.layout import PROGRESS
from service.research.exports.reading import open_export
from tests.research.exports.simulated_folder import exported, files_in


def test_an_export_is_packed_whole_and_always_in_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    exported(folder, parquet_only=True)
    (folder / PROGRESS).mkdir()
    (folder / PROGRESS / "left.json").write_text("{}")

    for name in ("one.zip", "two.zip"):
        pack_folder(folder, tmp_path / name)
    ZipFile(tmp_path / "one.zip").extractall(tmp_path / "again")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert stat.S_IMODE((tmp_path / "one.zip").stat().st_mode) == 0o600
    assert files_in(tmp_path / "again").keys() == {one for one in files_in(folder) if PROGRESS not in one}
    assert open_export(tmp_path / "again").manifest.participants == 12
