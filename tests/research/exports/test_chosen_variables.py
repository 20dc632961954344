"""What a study was approved for is what its files hold: its variables, and what no row can be read without."""

import asyncio
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from service.research.analysis.faults import SpecificationError
from service.research.analysis.named_variables import read_expressions
from service.research.analysis.specification import read_specification
from service.research.export import ExportError
from service.research.exports.manifest import Manifest
from service.research.exports.reading import open_export
from service.research.exports.simulated import DummyPlan, write_dummy
from service.research.exports.study import ExportedStudy
from service.research.exports.writing import ExportOptions
from service.research.replaying.bucket_replay import Days
from service.research.replaying.export_replay import ReplayPlan, bucket_tasks, plan_replay
from service.research.replaying.model_catalogue import find_model
from service.research.tables import TABLES, chosen_tables
from service.research.tables.chosen import unknown_variables

STUDY = ExportedStudy(
    study_id=UUID("0d0c4b0e-44d5-4a4e-8a12-5f6d1f7c9b11"),
    title="Energy and steps",
    question="Do people with energy take more steps?",
    plan="Compare them.",
    starts_on=date(2026, 9, 7),
    ends_on=date(2026, 9, 27),
    variables=("person_week.energy", "person_week.steps", "roles_weekly.appeal"),
)
COLUMNS = {
    "participants": ("pseudonym", "arm"),
    "person_week": ("pseudonym", "arm", "week", "steps", "energy", "missing"),
    "roles_weekly": ("pseudonym", "arm", "week", "role", "appeal"),
}


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kit") / "energy"
    asyncio.run(write_dummy(STUDY, folder, DummyPlan(clients=6, weeks=2)))
    return folder


def test_files_have_the_approved_columns_only(kit: Path) -> None:
    opened = open_export(kit)
    codebook = (kit / "CODEBOOK.md").read_text()

    assert set(opened.tables) == set(COLUMNS)
    for table, columns in COLUMNS.items():
        left_out = set(TABLES[table].column_names) - set(columns)
        assert tuple(opened.frame(table).columns) == columns
        assert opened.pandas(table)["pseudonym"].str.len().eq(32).all()
        section = codebook.partition(f"## {table}\n")[2].partition("\n## ")[0]
        assert all(f"| `{one}` |" in section for one in columns)
        assert not any(f"| `{one}` |" in section for one in left_out)
    assert opened.frame("person_week")["energy"].drop_nulls().is_between(1, 10).all()


def test_without_what_events_say_there_are_no_histories(kit: Path) -> None:
    opened = open_export(kit)

    assert not (kit / "histories").exists() or not any((kit / "histories").iterdir())
    assert "There are no histories to replay" in (kit / "CODEBOOK.md").read_text()
    with pytest.raises(ExportError, match="no histories to replay"):
        list(opened.histories())
    with pytest.raises(ExportError, match="no histories to replay"):
        list(bucket_tasks(str(kit), str(kit.parent / "replayed"), opened.manifest, _plan(opened.manifest)))


def test_a_table_that_was_not_approved_is_in_no_export(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="approved without the table outcomes"):
        asyncio.run(
            write_dummy(
                STUDY,
                tmp_path / "kit",
                DummyPlan(clients=2, weeks=1),
                options=ExportOptions(tables=("outcomes",)),
            )
        )


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ('{"type": "mean", "name": "m", "of": "trust"}', "column_not_approved"),
        ('{"type": "mean", "name": "m", "of": "participants.weeks"}', "column_not_approved"),
        ('{"type": "mean", "name": "m", "of": "enrgy"}', "no_column"),
    ],
)
def test_an_analysis_of_another_column_is_refused(asked: str, code: str) -> None:
    specification = read_specification(f'{{"table": "person_week", "outputs": [{asked}]}}'.encode())

    with pytest.raises(SpecificationError) as refused:
        read_expressions(specification, chosen_tables(STUDY.variables))

    assert refused.value.code == code


def test_a_variable_may_not_take_the_name_of_a_column_that_was_not_approved() -> None:
    text = b'{"table": "person_week", "derive": {"trust": "energy"}, "outputs": [{"type": "mean", "name": "m", "of": "trust"}]}'

    with pytest.raises(SpecificationError) as refused:
        read_expressions(read_specification(text), chosen_tables(STUDY.variables))

    assert refused.value.code == "column_taken"


def test_none_named_means_all() -> None:
    assert chosen_tables(()) == TABLES
    assert unknown_variables(["person_week.steps", "person_week.stepz", "weeks.count"]) == [
        "person_week.stepz",
        "weeks.count",
    ]


def _plan(manifest: Manifest) -> ReplayPlan:
    profile = find_model("profile")
    return plan_replay(manifest, profile, profile.parameters(), Days(weekly=True))
