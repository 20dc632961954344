"""What of an event leaves the service: for every form of one that there ever was."""

import json
import re
from datetime import date
from typing import Any, get_args
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.event_catalogue import AnyStoredEvent
from domain.sensitivity import field_sensitivities, nested_structs
from service.event_store.event_sealer import topic_of
from service.event_store.line_reader import LineReader
from service.research.export import ExportError
from service.research.exports.coarsening import count_codes
from service.research.exports.event_rules import field_rules, rules_of_topic
from service.research.exports.pseudonymising import JourneyCodes, StudyCodes
from tests.erasure.canary_journey import CANARY, OF_A_JOURNEY, canary_journey

JOURNEY = UUID("11111111-2222-4333-8444-555555555555")
UUIDS = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
DATES = re.compile(rb"\d{4}-\d\d-\d\d")
CODES = StudyCodes(
    key=b"k" * 32,
    first_monday=date(2031, 6, 2),
    coarsening=count_codes([["2431"]] * 5),
    arms=frozenset({"usual"}),
)


def stored_lines() -> list[dict[str, Any]]:
    """Every event that a journey may hold, as lines of the log that nobody sealed."""
    lines = [
        {
            "position": 9000 + number,
            "journey_id": str(JOURNEY),
            "number": number,
            "recorded_at": "2026-11-20T23:30:17.123456+00:00",
            "actor_id": str(uuid4()),
            "command_id": str(uuid4()),
            "event": msgspec.to_builtins(event),
        }
        for number, event in enumerate(canary_journey(JOURNEY, 1000).events, 1)
    ]
    read: list[dict[str, Any]] = json.loads(msgspec.json.encode(lines))
    return read


def test_no_text_id_date_or_time_of_any_event_is_exported() -> None:
    stored = stored_lines()
    raw = msgspec.json.encode(stored)
    assert CANARY.findall(raw)

    shown = b"\n".join(JourneyCodes(CODES, JOURNEY).lines(stored))

    assert CANARY.findall(shown) == []
    known = set(UUIDS.findall(raw))
    assert known.isdisjoint(UUIDS.findall(shown))
    assert set(DATES.findall(raw)).isdisjoint(DATES.findall(shown))
    assert b"23:30" not in shown
    assert b"Europe/" not in shown


def test_what_is_exported_reads_as_the_log_does() -> None:
    stored = stored_lines()

    shown = list(JourneyCodes(CODES, JOURNEY).lines(stored))
    entries = LineReader().read(b"\n".join(shown))

    assert [one.number for one in entries] == [one["number"] for one in stored]
    assert {one.journey_id for one in entries} == {UUID(JourneyCodes(CODES, JOURNEY).pseudonym)}
    assert {one.command_id for one in entries} == {None}


@pytest.mark.parametrize("form", get_args(AnyStoredEvent), ids=topic_of)
def test_every_field_has_a_rule(form: type[msgspec.Struct]) -> None:
    rules = field_rules(form)
    names = {one.name: one for one in msgspec.structs.fields(form)}
    personal = {name for name, found in field_sensitivities(form) if found is not None and found >= 2}

    without = set(names) - rules.kept - set(rules.changed)

    assert without <= {"occupation_id"}
    assert not personal & rules.kept
    for name in rules.kept - {"type"}:
        assert not nested_structs(names[name].type)
        assert "uuid" not in str(names[name].type)
        assert "date" not in str(names[name].type)


def test_days_are_moved_alike_and_by_whole_weeks() -> None:
    codes = JourneyCodes(CODES, JOURNEY)

    first, later = (date.fromisoformat(codes.days[one]) for one in ("2031-06-02", "2031-07-05"))

    assert (later - first).days == 33
    assert first.weekday() == 0
    assert abs((first - date(2000, 1, 3)).days) <= 26 * 7


def test_the_day_of_recording_is_the_clients_own() -> None:
    stored = [one for one in stored_lines() if one["number"] == 1]
    assert stored[0]["event"]["time_zone"].startswith("Europe/")

    (shown,) = JourneyCodes(CODES, JOURNEY).lines(stored)

    # Half past eleven in the evening in Greenwich is the next day in Europe.
    assert json.loads(shown)["recorded_at"] == JourneyCodes(CODES, JOURNEY).days["2026-11-21"] + "T12:00:00Z"


def test_an_unknown_event_is_refused() -> None:
    stored = stored_lines()[:1]
    stored[0]["event"]["type"] = "Invented"

    with pytest.raises(ExportError, match="no event is called 'Invented'"):
        list(JourneyCodes(CODES, JOURNEY).lines(stored))


def test_an_unknown_field_is_left_out() -> None:
    stored = stored_lines()[:1]
    stored[0]["event"]["nickname"] = "Qzx7777"

    (shown,) = JourneyCodes(CODES, JOURNEY).lines(stored)

    assert b"nickname" not in shown
    assert b"Qzx7777" not in shown


def test_what_is_recorded_after_the_study_is_left_out() -> None:
    stored = stored_lines()[:3]
    stored[2]["recorded_at"] = "2026-12-20T10:00:00+00:00"
    codes = msgspec.structs.replace(CODES, last_day=date(2026, 12, 1))

    assert len(list(JourneyCodes(codes, JOURNEY).lines(stored))) == 2


def test_every_event_of_a_journey_is_tried() -> None:
    assert {one["event"]["type"] for one in stored_lines()} >= {topic_of(one) for one in OF_A_JOURNEY} - {
        "ContactForgotten"
    }
    assert set(rules_of_topic()) >= {topic_of(one) for one in OF_A_JOURNEY}
