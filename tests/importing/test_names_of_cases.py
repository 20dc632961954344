"""A name that a case spells in several ways names one person, role or organisation; ids that were stored stay."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from service.importing.case_format import CaseFile
from service.importing.case_names import with_one_spelling
from service.importing.history_files import read_case
from service.importing.importer import import_history
from tests.odd_texts import ONE_PERSON
from tests.projections.worked_cases import CASES, raw, read
from tests.web.running_pages import pages


def spelt_in_several_ways(*, role: bool = True) -> bytes:
    """A case in which one role and one person are spelt in every way."""
    case: dict[str, Any] = msgspec.json.decode(raw(1))
    case["roles"].append({"role": ONE_PERSON[0], "distance": "near", "known_at_start": True})
    steps = [one for one in case["actions"] if one.get("who") and one.get("role")]
    assert len(steps) >= len(ONE_PERSON)
    for typed, step in zip(ONE_PERSON, steps, strict=False):
        step["who"]["name"] = typed
        step["role"] = typed if role else ONE_PERSON[0]
        step["new_roles"] = []
    case["phones"] = []
    return msgspec.json.encode(case)


@pytest.mark.parametrize("number", CASES)
def test_a_case_with_one_spelling_stays_as_it_is(number: int) -> None:
    assert with_one_spelling(read(number)) == read(number)


async def test_a_name_spelt_in_several_ways_is_one_name() -> None:
    history = read_case(spelt_in_several_ways(), "case.json")
    async with pages() as service:
        service.clock.now += timedelta(weeks=20)
        result = await import_history(service.journeys, history)
        journey = (await service.journeys.load(history.journey_id)).journey

    assert result.error == ""
    assert [one.title for one in journey.roles.values()].count(ONE_PERSON[0]) == 1
    assert [one.name for one in journey.network.contacts.values()].count(ONE_PERSON[0]) == 1


async def test_a_case_that_an_earlier_version_read_otherwise_is_the_same_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as before:
        before.setattr("service.importing.history_files.with_one_spelling", _as_it_is)
        former = read_case(spelt_in_several_ways(role=False), "case.json")
    async with pages() as service:
        service.clock.now += timedelta(weeks=20)
        first = await import_history(service.journeys, former)
        again = await import_history(
            service.journeys, read_case(spelt_in_several_ways(role=False), "case.json")
        )

    assert (first.error, again.error, again.new) == ("", "", 0)


def _as_it_is(case: CaseFile) -> CaseFile:
    return case
