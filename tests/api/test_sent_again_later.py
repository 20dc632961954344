"""Every address that takes a `command_id` answers what it was sent before like the first time, days later, too."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from service.api.examples import (
    DRAFT_STUDY_EXAMPLE,
    ENROLMENT_EXAMPLE,
    EXAMPLE_BY_GROUP,
    JOURNEY,
    OPEN_PROGRAMME_EXAMPLE,
    PROGRAMME,
)
from service.settings import Settings
from tests.api.client import speaking_to
from tests.api.conftest import NOON
from tests.api.described import DESCRIBED
from tests.apps import running_app
from tests.commands import command_json

AT = "/api/v1/journeys/{journey_id}"
LATER = timedelta(days=5)
STUDY_ID = "0198c0de-0000-7000-8000-000000000900"
ANY_COMMAND = {
    "command_id": "0198c0de-0000-7000-8000-000000000800",
    "commands": [command_json("RateEnergy", "2026-02-20", rating=6)],
}
ROWS: Sequence[tuple[str, dict[str, Any]]] = (
    *((f"{AT}/commands/{group}", body) for group, body in EXAMPLE_BY_GROUP.items()),
    (f"{AT}/commands", ANY_COMMAND),
    ("/api/v1/programmes/{programme_id}/commands", OPEN_PROGRAMME_EXAMPLE),
    ("/api/v1/programmes/{programme_id}/commands", ENROLMENT_EXAMPLE),
    ("/api/v1/studies/{study_id}/commands", DRAFT_STUDY_EXAMPLE),
)
ELSEWHERE = {f"{AT}/coach"}
"""With accounts only: `test_people.py` sends these again."""


def fields_of(schema: dict[str, Any], passed: frozenset[str] = frozenset()) -> Iterator[str]:
    """The fields of a body, of each of its variants."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if name:
        if name not in passed:
            yield from fields_of(DESCRIBED["components"]["schemas"][name], passed | {name})
        return
    yield from schema.get("properties", {})
    for kind in ("anyOf", "oneOf", "allOf"):
        for variant in schema.get(kind, ()):
            yield from fields_of(variant, passed)


def test_every_address_that_takes_a_command_id_is_tried() -> None:
    taking = {
        path
        for path, operations in DESCRIBED["paths"].items()
        for operation in operations.values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
        if "command_id" in fields_of(content["schema"])
    }

    assert taking == {path for path, _ in ROWS} | ELSEWHERE


async def test_what_is_sent_again_days_later_is_answered_like_the_first_time(database: str) -> None:
    moments = [NOON]

    def now() -> datetime:
        return moments[-1]

    settings = Settings(database_url=database, migrate=False, clock=False)
    async with running_app(settings, now=now) as app, speaking_to(app) as http:
        answers = []
        for moment in (NOON, NOON + LATER):
            moments.append(moment)
            for path, body in ROWS:
                answer = await http.post(
                    path.format(journey_id=JOURNEY, programme_id=PROGRAMME, study_id=STUDY_ID), json=body
                )
                answers.append((path, answer.status_code, answer.json()))

    first, again = answers[: len(ROWS)], answers[len(ROWS) :]
    assert {status for _, status, _ in first} == {201}
    assert again == first
