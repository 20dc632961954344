"""A dummy kit as one file."""

from pathlib import Path
from zipfile import ZipFile

from service.research.exports.kit_archive import KitTask, write_kit_archive
from service.research.exports.reading import open_export
from service.research.exports.simulated import DummyPlan
from tests.research.exports.simulated_folder import STUDY


def test_a_kit_is_packed_whole_and_always_in_the_same_bytes(tmp_path: Path) -> None:
    plan = DummyPlan(clients=4, weeks=2)
    for name in ("one.zip", "two.zip"):
        size = write_kit_archive(KitTask(study=STUDY, to=str(tmp_path / name), plan=plan))
        assert size == (tmp_path / name).stat().st_size

    ZipFile(tmp_path / "one.zip").extractall(tmp_path / "kit")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert open_export(tmp_path / "kit").manifest.participants == 4
    assert set(open_export(tmp_path / "kit").frame("participants")["arm"]) <= set(STUDY.arms)
