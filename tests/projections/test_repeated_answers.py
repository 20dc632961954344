"""An answer that a log holds twice, as earlier versions wrote it, counts once in every fold."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from domain.history import RecordedEvent, apply_corrections
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.counted_answers import exclusive_signal
from domain.journey.events.evidence import OddsSignalHeard, Source
from domain.journey.events.pulses import EnergyRated
from domain.vocabulary import ApproachAnswer
from projections.caseload.state import CaseloadEntry
from projections.catalogue import PROJECTIONS
from projections.fold import Projection, fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from tests.domain.journeys import ABOUT_TEACHING, LETTER, TALK, answer, day, plan, run, uid
from tests.domain.scenario import decide_commands
from tests.histories import History, histories
from tests.projections.small_games import entries as entries_of_events
from tests.projections.worked_cases import entries_of, read

REPLAYED_BEFORE = Path(__file__).parents[1] / "written_before" / "plain" / "replayed.json"
Entries = Sequence[RecordedEvent]
every_projection = pytest.mark.parametrize("projection", PROJECTIONS.values(), ids=list(PROJECTIONS))


def thrice_refused() -> list[RecordedEvent]:
    """Three applications, each refused unseen."""
    applied = [
        command
        for step in map(uid, ("one", "two", "three"))
        for command in (
            plan(experiment_id=step, kind="application"),
            run(experiment_id=step),
            answer(experiment_id=step, answer="rejected_unseen"),
        )
    ]
    return entries_of_events(decide_commands([*ABOUT_TEACHING, *applied]))


def told_again(told: Entries) -> tuple[list[RecordedEvent], list[RecordedEvent]]:
    """A log that tells each approach's last answer once more 20 days later, and the same log without that."""
    last = told[-1]
    on = max(one.event.happened_on for one in told) + timedelta(days=20)
    repeats = list(_repeats(apply_corrections(told), on))
    numbered = [
        replace(last, number=number, position=last.position + number, event=event)
        for number, event in enumerate([*repeats, EnergyRated(happened_on=on, rating=5)], last.number + 1)
    ]
    return [*told, *numbered], [*told, numbered[-1]]


def _repeats(told: Entries, on: date) -> Iterator[AnyJourneyEvent]:
    roles = {one.event.answer_to: one.event.role_id for one in told if isinstance(one.event, OddsSignalHeard)}
    answers = [one.event for one in told if isinstance(one.event, AnswerReceived)]
    for one in {one.experiment_id: one for one in sorted(answers, key=lambda one: one.happened_on)}.values():
        yield replace(one, happened_on=on, note=None)
        if (signal := exclusive_signal(one)) and (role_id := roles.get(one.experiment_id)):
            source = Source(kind="experiment", id=one.experiment_id)
            yield OddsSignalHeard(
                happened_on=on, role_id=role_id, signal=signal, source=source, answer_to=one.experiment_id
            )


def shown(projection: Projection[Any, Any], state: Any, log: Entries) -> Any:
    on = log[-1].event.happened_on + timedelta(days=1)
    view = projection.view(state, on, DEFAULT_PARAMETERS)
    # A repeated entry is an entry: that it was made on its day stays true.
    return replace(view, last_entry_on=None) if isinstance(view, CaseloadEntry) else view


LOGS = {"case 1": entries_of(read(1)), "case 2": entries_of(read(2)), "refusals": thrice_refused()}


@every_projection
@pytest.mark.parametrize("log", LOGS)
def test_a_repeated_answer_changes_no_view(projection: Projection[Any, Any], log: str) -> None:
    old, clean = told_again(LOGS[log])

    assert shown(projection, fold(projection, old), old) == shown(projection, fold(projection, clean), clean)


@given(histories(40, corrections=True))
def test_nor_does_it_in_any_history(history: History) -> None:
    old, clean = told_again(history.entries())

    for projection in PROJECTIONS.values():
        assert shown(projection, fold(projection, old), old) == shown(
            projection, fold(projection, clean), clean
        )


@every_projection
def test_told_late_for_an_earlier_day_it_counts_on_that_day(projection: Projection[Any, Any]) -> None:
    told = LOGS["refusals"]
    repeats = enumerate(_repeats(told, day(5)), len(told) + 1)
    early = [
        *told,
        *(replace(told[-1], number=number, position=number, event=event) for number, event in repeats),
    ]
    moved = [one for one in early if not is_answer(one) or one.event.happened_on == day(5)]

    assert len(moved) == len(told)
    assert shown(projection, fold(projection, early), early) == shown(
        projection, fold(projection, moved), moved
    )


def is_answer(entry: RecordedEvent) -> bool:
    event = entry.event
    return isinstance(event, AnswerReceived) or (
        isinstance(event, OddsSignalHeard) and event.answer_to is not None
    )


@pytest.mark.parametrize("came", ["rejected_unseen", "called_back", "invited"])
def test_told_again_as_one_to_a_call_about_the_step_it_changes_no_chances(came: ApproachAnswer) -> None:
    once: list[UserCommand] = [
        *ABOUT_TEACHING,
        plan(experiment_id=LETTER, kind="application"),
        run(experiment_id=LETTER),
        answer(experiment_id=LETTER, answer=came),
        plan(kind="follow_up", refers_to=LETTER, happened_on=day(12)),
        run(happened_on=day(12)),
    ]
    again = answer(experiment_id=TALK, answer=came, happened_on=day(14))
    chances = [
        [
            (one.role_id, one.reach)
            for one in PROFILE.view(fold(PROFILE, log), day(20), DEFAULT_PARAMETERS).roles
        ]
        for log in (
            entries_of_events(decide_commands(once)),
            entries_of_events(decide_commands([*once, again])),
        )
    ]

    assert chances[0] == chances[1]
    assert chances[0][0][1] > 0


def test_every_fold_that_knows_of_answers_has_a_new_version() -> None:
    before = json.loads(REPLAYED_BEFORE.read_text())
    versions = {name: int(one["projection"].split()[1]) for name, one in before.items()}
    knowing = {
        name
        for _, log in map(told_again, LOGS.values())
        for name, one in PROJECTIONS.items()
        if shown(one, fold(one, log), log)
        != shown(one, fold(one, [entry for entry in log if not is_answer(entry)]), log)
    }

    assert knowing >= {"profile", "refusals"}
    assert {name for name in knowing if PROJECTIONS[name].version <= versions.get(name, 0)} == set()
