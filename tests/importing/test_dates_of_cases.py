"""A date or a week that cannot be is refused by file and field, wherever it stands in a case."""

from datetime import date

import msgspec
import pytest

from service.importing.history_files import InvalidImport, read_case
from tests.impossible_dates import IMPOSSIBLE, Path, date_paths, with_date
from tests.projections.worked_cases import CASES, raw, read

KINDS_OF_DATES = {
    tuple(one for one in path if isinstance(one, str)): (number, path)
    for number in CASES
    for path in date_paths(read(number))
}
"""One date of each kind that the cases have."""


@pytest.mark.parametrize(
    ("number", "path"), KINDS_OF_DATES.values(), ids=[".".join(kind) for kind in KINDS_OF_DATES]
)
@pytest.mark.parametrize("day", IMPOSSIBLE)
def test_an_impossible_date_is_refused_by_its_field(number: int, path: Path, day: date) -> None:
    case = msgspec.json.encode(with_date(read(number), path, day))

    with pytest.raises(InvalidImport) as refused:
        read_case(case, "case.json")

    place = "/".join(map(str, path))
    assert str(refused.value).startswith(f"case.json ({place}): Use a date ")
    assert "Allowed: " in str(refused.value)


@pytest.mark.parametrize("week", [0, 600_000, 10**30])
def test_an_impossible_week_is_refused_by_its_field(week: int) -> None:
    plain = msgspec.json.decode(raw(1))
    plain["weeks"] = [{"week": week, "conclusion": "So"}]

    with pytest.raises(InvalidImport) as refused:
        read_case(msgspec.json.encode(plain), "case.json")

    assert str(refused.value).startswith("case.json:1: ")
    assert "weeks[0].week" in str(refused.value)


def test_the_last_week_of_all_is_read() -> None:
    plain = msgspec.json.decode(raw(1))
    plain["weeks"] = [{"week": 3180, "conclusion": "So"}]

    assert read_case(msgspec.json.encode(plain), "case.json").steps
