"""A date that cannot be is refused in every query that asks for one."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from service.api.examples import OPEN_PROGRAMME_EXAMPLE
from tests.api.client import Client, refusal
from tests.api.described import DESCRIBED, OPERATIONS, Operation
from tests.impossible_dates import IMPOSSIBLE


def dated_queries() -> Iterator[tuple[Operation, str]]:
    """Every date that can be asked for in an address, and the parameter's name."""
    for operation in OPERATIONS:
        for parameter in DESCRIBED["paths"][operation.path][operation.method].get("parameters", ()):
            if parameter["in"] == "query" and has_date(parameter["schema"]):
                yield operation, parameter["name"]


def has_date(schema: dict[str, Any]) -> bool:
    """Whether a value may be a date."""
    return schema.get("format") == "date" or any(map(has_date, schema.get("anyOf", ())))


DATED = tuple(dated_queries())


@pytest.mark.parametrize(("operation", "name"), DATED, ids=[f"{one.name} {name}" for one, name in DATED])
async def test_an_impossible_date_is_refused_by_its_name(
    client: Client, operation: Operation, name: str
) -> None:
    programme_id = uuid4()
    opened = {"command_id": str(uuid4()), **OPEN_PROGRAMME_EXAMPLE}
    await client.http.post(f"/api/v1/programmes/{programme_id}/commands", json=opened)
    address = operation.path.format(journey_id=client.journey_id, programme_id=programme_id)
    for day in IMPOSSIBLE:
        answer = await client.http.get(address, params={name: day.isoformat()})

        if name == "known_at" and day == date.max:
            # All that was recorded until now is what will have been recorded until then.
            assert answer.status_code == 200
        else:
            assert refusal(answer) == (422, "invalid-value", name)
            assert answer.json()["errors"][0]["allowed"]


def test_there_are_dates_to_ask_for() -> None:
    assert {name for _, name in DATED} == {"on", "since", "until", "known_at"}
    assert len(DATED) > 15
