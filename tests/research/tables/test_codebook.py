"""The codebook has a row for every column, in a file that is made from the same source."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import soundings
from service.research.tables import TABLES, Table, codebook

DOCUMENT = Path(__file__).parents[3] / "docs" / "research_tables.md"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_column_has_a_row_of_its_own(table: Table) -> None:
    text = codebook([table])

    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| `")]
    assert rows == [f"`{column.name}`" for column in table.columns]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_is_told_apart_by_columns_of_its_own_that_are_never_empty(table: Table) -> None:
    columns = {column.name: column for column in table.columns}

    assert len(columns) == len(table.columns)
    assert not any(columns[name].optional for name in table.key)
    assert table.key[0] == "pseudonym"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_meaning_is_a_sentence(table: Table) -> None:
    meanings = [table.meaning, *(column.meaning for column in table.columns)]

    assert [one for one in meanings if not (one[0].isupper() and one.endswith("."))] == []


def test_the_document_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(soundings, ["research", "codebook"])

    assert printed.exit_code == 0
    assert DOCUMENT.read_text(encoding="utf-8") == printed.output
