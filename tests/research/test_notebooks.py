"""The notebooks of the docs run on a dummy kit, and what notebooks import is there."""

import runpy
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from projections.learning_model.parameters import AppealParameters, Parameters
from service.research import open_export
from service.research.tables import TABLES
from tests.research.simulated_exports import export_of_simulation
from tests.source_code import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.py"))
MOST_LINES = 20
"""Of the cell that answers a question."""


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_of_simulation(
        tmp_path_factory.mktemp("notebooks"), clients=25, weeks=8, tables=tuple(TABLES)
    )


@pytest.mark.slow
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda one: one.stem)
def test_a_notebook_runs_on_an_export(export: Path, notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOUNDINGS_EXPORT", str(export))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    # In a thread of its own, so that its event loop does not meet that of the tests.
    with ThreadPoolExecutor(1) as thread:
        outputs, _ = thread.submit(runpy.run_path(str(notebook))["app"].run).result(170)
    assert any(one is not None for one in outputs)


def test_beliefs_and_their_revision_take_at_most_twenty_lines() -> None:
    notebook = (ROOT / "docs" / "notebooks" / "beliefs.py").read_text(encoding="utf-8")
    cell = notebook.split("@app.cell\n")[2]
    assert cell.startswith("def _(open_export, os, pl):")
    lines = [line for line in cell.splitlines()[1:] if line.strip() and not line.strip().startswith("#")]
    assert len(lines) <= MOST_LINES


def test_a_replay_in_a_notebook_is_a_table(export: Path) -> None:
    opened = open_export(export)
    usual = opened.replay()
    assert {"pseudonym", "week", "role", "appeal", "spread", "odds"} <= set(usual.columns)
    weekly = opened.frame("roles_weekly")
    joined = weekly.join(usual, on=["pseudonym", "week", "role"], suffix="_replayed")
    assert len(joined) == len(weekly) == len(usual)
    before = joined.filter(joined["complete"]) if "complete" in joined.columns else joined
    assert (before["odds"] - before["odds_replayed"]).abs().max() < 0.01
    hopeful = opened.replay(parameters=Parameters(appeal=AppealParameters(mean=70.0)))
    assert hopeful["appeal"].mean() > usual["appeal"].mean()
    with pytest.raises(LookupError, match=r"have no list nothing; they have .*roles"):
        opened.replay(table="nothing")


def test_views_and_histories_are_there(export: Path) -> None:
    opened = open_export(export)
    views = dict(opened.views("profile", on=date(2199, 1, 1)))
    assert len(views) == opened.manifest.participants == 25
    assert sum(len(one.entries) for one in opened.histories()) == opened.manifest.events
