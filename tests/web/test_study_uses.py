"""What a client is told of the data that a study uses follows from its variables."""

import pytest

from service.research.tables import TABLES
from service.research.tables.chosen import ALWAYS
from service.web.studies.uses import (
    CHANCES,
    DREAD,
    ENERGY,
    LIKING,
    OTHER_DATA,
    PERSONAL,
    TABLES_IN_WORDS,
    TRUST,
    uses_in_words,
)

ABOUT_HER = ("energy", "trust", "dread", "appeal", "odds", "isco", "language", "coach", "contact", "employer")
"""What a column about her person is called, or begins with."""


def test_every_table_has_words() -> None:
    assert set(TABLES_IN_WORDS) == set(TABLES)
    assert OTHER_DATA not in {one for name in TABLES for one in uses_in_words([f"{name}.{name}"])}


@pytest.mark.parametrize("table", TABLES)
def test_what_is_about_her_person_is_said_by_name(table: str) -> None:
    for column in TABLES[table].column_names:
        is_count = "A count" in next(one.meaning for one in TABLES[table].columns if one.name == column)
        if column not in ALWAYS and column.startswith(ABOUT_HER) and not is_count:
            (*said,) = uses_in_words([f"{table}.{column}"])
            assert said, column
            assert set(said) <= set(PERSONAL), column


def test_feelings_are_not_called_what_she_did() -> None:
    assert uses_in_words(["person_week.energy", "person_week.trust"]) == (ENERGY, TRUST)
    assert uses_in_words(["person_week.energy", "person_week.steps"]) == (
        TABLES_IN_WORDS["person_week"],
        ENERGY,
    )
    assert uses_in_words(["roles_weekly.odds", "roles_weekly.appeal"]) == (LIKING, CHANCES)


def test_all_that_events_say_is_said_at_length() -> None:
    said = uses_in_words(["events.fields"])

    assert said[0] == TABLES_IN_WORDS["events"]
    assert {ENERGY, TRUST, DREAD, LIKING} <= set(said)
    assert set(uses_in_words(["events.rating"])) == {ENERGY, TRUST, LIKING}


def test_a_key_alone_adds_nothing_and_nothing_is_said_twice() -> None:
    assert uses_in_words(["person_week.pseudonym", "person_week.arm"]) == ()
    assert uses_in_words(["forecasts.isco", "outcomes.isco"]) == uses_in_words(["forecasts.isco"])
