"""Models that packages offer: the one in the docs is installed, replayed and compared, and models that break a law are refused."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import run_here
from tests.research.simulated_exports import export_of_simulation
from tests.source_code import ROOT

PACKAGE = ROOT / "docs" / "plain_average"
UV = ROOT / ".boot" / "bin" / "uv"

BROKEN = {
    "each row fits the columns": 'def rows(state, on, p): yield ("r", "much", 1)',
    "the same rows twice": "import itertools\nCOUNT = itertools.count()\ndef rows(state, on, p): yield ('r', next(COUNT), 1)",
    "a fold that goes on from the first events": (
        "initial = lambda p: []\n"
        "def step(state, entry):\n    state.append(entry.number)\n    return state\n"
        "def rows(state, on, p): yield ('r', float(len(state)), 1)"
    ),
    "other journeys, before it or between its events": (
        "LAST = []\n"
        "def step(state, entry):\n    LAST[:] = [entry.journey_id]\n    return state + 1\n"
        "def rows(state, on, p): yield (str(LAST), 1.0, 1)"
    ),
    "what happened after a Sunday": "def rows(state, on, p): yield ('r', float(state), 1)",
    "another process gives the same rows": "import os\ndef rows(state, on, p): yield ('r', float(os.getpid()), 1)",
}
"""By a law, a model that breaks it."""
WHOLE = """
from msgspec import Struct
from service.research.tables.columns import Column, Table
class parameters(Struct): pass
name, version = "broken", "1"
schema = Table(name="roles", meaning="", key=("role_id",), columns=(
    Column(name="role_id", kind="string", meaning=""), Column(name="appeal", kind="number", meaning=""),
    Column(name="ratings", kind="integer", meaning="")))
initial = lambda p: 0
step = lambda state, entry: state + 1
"""


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_of_simulation(tmp_path_factory.mktemp("models"), clients=6, weeks=6)


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose packages are installed as long as a test runs."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    known = set(sys.modules)
    yield folder
    for name in set(sys.modules) - known:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(folder)):
            del sys.modules[name]


def offer(folder: Path, name: str, content: str) -> None:
    """Puts a package with a model into a folder, as an installer does."""
    (folder / f"{name}.py").write_text(content)
    about = folder / f"{name}-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
    (about / "entry_points.txt").write_text(f"[soundings.models]\n{name} = {name}\n")


@pytest.mark.slow
@pytest.mark.skipif(not UV.exists(), reason="the installer that the Makefile brings is not there")
def test_the_package_in_the_docs_is_replayed_and_compared(
    export: Path, packages: Path, tmp_path: Path
) -> None:
    installed = subprocess.run(
        [
            UV,
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--python",
            sys.executable,
            "--target",
            packages,
            PACKAGE,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert installed.returncode == 0, installed.stderr
    for name, projection in (("profile", "profile"), ("average", "plain_average@1")):
        done = run_here(
            *("research", "replay", export, "--projection", projection),
            *("--out", tmp_path / name, "--weekly", "--processes", "2"),
        )
        assert done.returncode == 0, done.stderr
    compared = run_here("research", "compare", tmp_path / "profile", tmp_path / "average", "--json")
    summary = json.loads(compared.stdout)["summary"]
    assert summary["first"].startswith("profile@")
    assert summary["differing_journeys"] > 0
    assert list(summary["figures"]) == ["roles.appeal"]
    assert "roles.odds" in summary["only_in_one"][str(tmp_path / "profile")]
    last = tmp_path / "last.toml"
    last.write_text(run_here("research", "parameters", "template", "--projection", "plain_average").stdout)
    assert "How many of the last ratings of a role count; 0 for all." in last.read_text()
    last.write_text("last = 1\n")
    done = run_here(
        *("research", "replay", export, "--projection", "plain_average"),
        *("--parameters", last, "--out", tmp_path / "last", "--weekly"),
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("law", BROKEN)
def test_a_model_that_breaks_a_law_is_refused(export: Path, packages: Path, tmp_path: Path, law: str) -> None:
    offer(packages, "broken", WHOLE + BROKEN[law])
    answer = run_here("research", "replay", export, "--projection", "broken", "--out", tmp_path / "to")
    assert answer.returncode == 1
    assert "the model broken 1 breaks a law, at journey " in " ".join(answer.stderr.split())
    assert law in " ".join(answer.stderr.split())
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("raise ImportError('no such library')", "cannot be loaded"),
        ("name = 'broken'", "has no version, parameters"),
        (WHOLE.replace('"broken"', '"other"') + "rows = list", "calls itself other"),
        (WHOLE + "def rows(state, on, p): raise KeyError('role')", "fails at journey"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused(
    export: Path, packages: Path, tmp_path: Path, content: str, reason: str
) -> None:
    offer(packages, "broken", content)
    answer = run_here("research", "replay", export, "--projection", "broken", "--out", tmp_path / "to")
    assert answer.returncode == 1
    assert reason in " ".join(answer.stderr.split())
    assert "Traceback" not in answer.stderr
