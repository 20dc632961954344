"""The tables of a study: what holds of every row, of whomever."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from domain.history import apply_corrections
from domain.journey.events.answers import SilenceElapsed
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.coaches import CoachAssigned
from domain.journey.events.evidence import Source
from domain.journey.events.roles import RoleDiscovered
from domain.sensitivity import C0, C1, field_sensitivities
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from service.research.tables import TABLES, rows_of
from service.research.tables.event_fields import LEFT_OUT
from service.research.tables.events import EVENTS, event_plan, event_rows
from service.research.tables.folded_history import FoldedHistory
from service.system_ids import CLOCK_ACTOR
from tests.domain.samples import SAMPLES
from tests.histories import History, histories, sample_journey
from tests.projections.worked_cases import CASES, entries_of, read
from tests.research.cohorts import client
from tests.research.personal_texts import CANARY, with_canaries
from tests.research.research_histories import research_history, simulated_history
from tests.research.tables.checked_rows import Rows, cells, checked_rows, column, faults

SIMULATED = range(1, 21)
long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
COLUMNS = ("experiment", "role", "contact", "employer", "coach", "kind", "rating")
EVENTS_OF_JOURNEYS = [one for one in SAMPLES if isinstance(one, JourneyEvent)]
AS_COLUMNS = {"happened_on", "dread_before", "dread_after"}
DATE = re.compile(r"\d{4}-\d\d|\d\d:\d\d")


@given(histories())
@long_histories
def test_the_rows_of_any_journey_are_as_their_columns_say(history: History) -> None:
    checked_rows(research_history(history.entries()))


@given(histories(corrections=True))
@long_histories
def test_the_rows_of_a_corrected_journey_are_as_their_columns_say(history: History) -> None:
    checked_rows(research_history(history.entries()))


@pytest.mark.parametrize("number", SIMULATED)
def test_the_rows_of_a_simulated_client_are_as_their_columns_say(number: int) -> None:
    checked_rows(simulated_history(number))


@pytest.mark.parametrize("case", CASES)
def test_the_rows_of_a_worked_case_are_as_their_columns_say(case: int) -> None:
    checked_rows(research_history(entries_of(read(case))))


def test_a_week_goes_on_until_the_last_day_of_the_export() -> None:
    entries = client(3).entries
    last = max(one.event.happened_on for one in entries) + timedelta(weeks=6)

    rows = checked_rows(research_history(entries, last_on=last))

    assert cells(rows, "person_week", "reported", "steps", "no_replies", "missing")[-1] == (
        False,
        None,
        0,
        "not_reported",
    )
    assert column(rows, "spells", "cause") == ["drop_out"]


def test_a_week_in_which_only_the_service_and_the_coach_did_something_is_not_known() -> None:
    """A silence and a tip of the coach are counted, and make nothing else 0."""
    noted = sample_journey(1, 200).entries()
    start, coach = noted[0], uuid4()
    week, role = start.event.happened_on + timedelta(weeks=3), uuid4()
    events = [
        (start.actor_id, CoachAssigned(happened_on=start.event.happened_on, coach_id=coach, name="Ingrid")),
        (CLOCK_ACTOR, SilenceElapsed(happened_on=week, experiment_id=uuid4())),
        (
            coach,
            RoleDiscovered(
                happened_on=week,
                role_id=role,
                title="Baker",
                distance="far",
                source=Source(kind="coach"),
                waits=True,
            ),
        ),
    ]
    entries = [
        replace(start, position=number, number=number, actor_id=actor, event=event)
        for number, (actor, event) in enumerate([(start.actor_id, start.event), *events], 1)
    ]

    rows = checked_rows(research_history(entries))

    names = ("reported", "steps", "roles_found", "no_replies", "missing")
    assert cells(rows, "person_week", *names)[-1] == (False, None, 1, 1, "not_reported")


def texts_in(rows: Rows) -> Iterator[str]:
    """Every text in any row."""
    return (value for found in rows.values() for row in found for value in row if isinstance(value, str))


@given(histories(corrections=True))
@long_histories
def test_no_text_no_id_and_no_date_of_a_journey_is_in_any_row(history: History) -> None:
    rows = rows_of(research_history(list(with_canaries(history.entries()))))

    assert [one for one in texts_in(rows) if CANARY in one or ID.search(one) or DATE.search(one)] == []


@pytest.mark.parametrize("number", SIMULATED)
def test_no_text_no_id_and_no_date_of_a_simulated_client_is_in_any_row(number: int) -> None:
    entries = client(number).entries
    ids = {str(one) for entry in entries for one in (entry.journey_id, entry.actor_id, entry.command_id)}
    names = {client(number).called, *client(number).people.coach_name.split()}

    found = " ".join(texts_in(rows_of(research_history(list(with_canaries(entries))))))

    assert not ID.search(found)
    assert not DATE.search(found)
    assert CANARY not in found
    assert [one for one in ids | names if one in found] == []


@pytest.mark.parametrize("event", EVENTS_OF_JOURNEYS, ids=lambda one: one.__class__.__name__)
def test_every_public_or_structural_field_of_an_event_has_its_place_and_no_other(
    event: JourneyEvent,
) -> None:
    """By the names of the fields: a column of its own, or a name in `fields`."""
    history = simulated_history(1)
    (entry,) = with_canaries([replace(history.entries[-1], event=event)])
    folded = FoldedHistory(
        replace(history, entries=[entry], recorded=[*history.recorded[:-1], entry]), DEFAULT_PARAMETERS
    )

    (row,) = event_rows(folded)

    kept = {
        name.partition(".")[0] for name, found in field_sensitivities(event.__class__) if found in {C0, C1}
    }
    plan = event_plan(event.__class__)
    shown = {*plan.rest, *(getattr(plan, one) for one in COLUMNS), *AS_COLUMNS}
    assert kept - shown - LEFT_OUT == set()
    assert faults(EVENTS, [row]) == []
    fields = msgspec.json.decode(str(row[-1]))
    assert set(fields) <= {key for key, _ in plan.rest.values()}
    assert CANARY not in str(row)


def test_only_some_tables_are_made_if_only_they_are_asked_for() -> None:
    history = simulated_history(1)

    assert rows_of(history, only=["spells", "events"]) == {
        name: rows_of(history)[name] for name in TABLES if name in {"spells", "events"}
    }


def test_the_same_history_gives_the_same_rows() -> None:
    assert rows_of(simulated_history(2)) == rows_of(simulated_history(2))


def test_corrections_are_applied_in_every_table() -> None:
    recorded = sample_journey(3, 300, corrections=True).entries()
    kept = apply_corrections(recorded)

    rows = checked_rows(research_history(recorded))

    assert column(rows, "events", "number") == [one.number for one in kept]
    ((corrections, withdrawals, withdrawn),) = cells(
        rows, "data_quality", "corrections", "withdrawals", "withdrawn"
    )
    assert corrections > 0
    assert withdrawals > 0
    assert len(recorded) == len(kept) + corrections + withdrawals + withdrawn
