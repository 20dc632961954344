"""What is heard of one role moves no other: not by a follow-up, not by a correction, not by any command."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given as for_all
from msgspec.structs import replace

from domain.errors import InvalidOperation
from domain.event import AuthoredEvent
from domain.journey.aggregate import INITIAL, Journey, evolve_all
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.evidence import OddsSignalInput
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.decide import UserCommand
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import AppealRated, GapFound, OddsSignalHeard
from domain.journey.events.experiments import ExperimentPlanned
from tests.domain.consequences import after, long_histories
from tests.domain.journeys import (
    ABOUT_TEACHING,
    FROM_TALK,
    LETTER,
    RISK,
    TALK,
    TEACHER,
    answer,
    answered,
    day,
    discover,
    heard,
    learn,
    new_role,
    plan,
    run,
    send,
    uid,
    write,
)
from tests.domain.scenario import decide_commands, given
from tests.histories import History, histories

TWO_ROLES = (*ABOUT_TEACHING, discover(role_id=RISK, title="risk manager"), write(), send())
CALLED = (plan(kind="follow_up", refers_to=LETTER), run())
"""A call about the application as a teacher."""

AGAIN = uid("again")
SAME_ROLE = "the same role, or no role"


def call(**fields: Any) -> UserCommand:
    return plan(kind="follow_up", experiment_id=AGAIN, happened_on=day(5), **fields)


@pytest.mark.parametrize("refers_to", [LETTER, TALK], ids=["an application", "a call about it"])
@pytest.mark.parametrize(
    ("role", "field"),
    [
        ({"role_id": RISK}, "role_id"),
        ({"role_id": None, "new_role": new_role(role_id=uid("nurse"))}, "new_role"),
    ],
    ids=["known", "new"],
)
def test_a_follow_up_about_another_role_is_refused(refers_to: UUID, role: dict[str, Any], field: str) -> None:
    given(*TWO_ROLES, *CALLED).when(call(refers_to=refers_to, **role)).then_refused(
        InvalidOperation, field=field, allowed=SAME_ROLE
    )


def test_the_error_names_both_roles() -> None:
    with pytest.raises(InvalidOperation, match=r"the role risk manager, .* is about teacher"):
        decide_commands([*TWO_ROLES, *CALLED, call(refers_to=TALK, role_id=RISK)])


def test_it_is_refused_over_a_call_that_names_no_role() -> None:
    unnamed = plan(kind="follow_up", refers_to=LETTER, role_id=None)
    given(*TWO_ROLES, unnamed, run()).when(call(refers_to=TALK, role_id=RISK)).then_refused(
        InvalidOperation, field="role_id", allowed=SAME_ROLE
    )


@pytest.mark.parametrize("kind", ["conversation", "interview"])
def test_another_step_may_come_of_a_step_about_another_role(kind: str) -> None:
    command = plan(kind=kind, experiment_id=AGAIN, role_id=RISK, refers_to=LETTER)

    assert decide_commands([*TWO_ROLES, command])


def test_an_answer_heard_in_a_call_counts_for_the_role_of_the_call_where_the_step_had_none() -> None:
    asked = (
        plan(role_id=None),
        run(),
        call(refers_to=TALK, role_id=TEACHER),
        run(experiment_id=AGAIN, happened_on=day(5)),
    )
    given(*ABOUT_TEACHING, *asked).when(answer(experiment_id=TALK, heard_in=AGAIN)).then(
        answered(experiment_id=TALK, heard_in=AGAIN),
        heard("invited", happened_on=day(9), source=replace(FROM_TALK, id=AGAIN), answer_to=TALK),
    )


def lived(commands: Sequence[UserCommand]) -> Journey:
    return evolve_all(INITIAL, [AuthoredEvent(one, None) for one in decide_commands(commands)])


def corrected(commands: Sequence[UserCommand], of: UUID, **fields: Any) -> dict[int, JourneyEvent]:
    """What counts after the plan of a step was corrected."""
    plans = (one for one in commands if isinstance(one, PlanExperiment))
    restated = replace(next(one for one in plans if one.experiment_id == of), **fields)
    events = lived(commands).effective_events().items()
    number = next(
        number for number, one in events if isinstance(one, ExperimentPlanned) and one.experiment_id == of
    )
    correction = CorrectEntry(happened_on=day(20), number=number, restated=restated)
    return lived([*commands, correction]).effective_events()


def signals(events: dict[int, JourneyEvent]) -> dict[str, UUID]:
    return {one.signal: one.role_id for one in events.values() if isinstance(one, OddsSignalHeard)}


def test_a_corrected_role_of_a_talk_leaves_an_answer_about_another_step_where_it_was() -> None:
    told = (
        *TWO_ROLES,
        plan(),
        run(),
        learn(odds=(OddsSignalInput(signal="fresh_outsider"),)),
        answer(answer="rejected_unseen", heard_in=TALK),
    )

    assert signals(corrected(told, TALK, role_id=RISK)) == {
        "fresh_outsider": RISK,
        "rejected_unseen": TEACHER,
    }


def test_a_call_goes_along_when_the_role_of_its_application_is_corrected() -> None:
    told = (
        *TWO_ROLES,
        *CALLED,
        learn(odds=(OddsSignalInput(signal="one_of_many"),), appeal=7),
        answer(answer="rejected_unseen", heard_in=TALK),
    )
    events = corrected(told, LETTER, role_id=RISK)
    about = {
        one.role_id
        for one in events.values()
        if isinstance(one, ExperimentPlanned | OddsSignalHeard | AppealRated)
    }

    assert about == {RISK}


def test_a_call_that_named_a_role_is_not_moved_to_a_step_that_named_none() -> None:
    told = (
        *ABOUT_TEACHING,
        discover(role_id=RISK, title="risk manager"),
        write(kind="conversation", role_id=None),
        send(),
        *CALLED,
    )

    with pytest.raises(InvalidOperation, match="would follow up a step about another role"):
        corrected(told, LETTER, role_id=RISK)


def roles_named(command: UserCommand | ClockCommand, journey: Journey) -> set[UUID]:
    """The roles that a command names, and those of the step or the entry that it is about."""
    named = set(_ids(msgspec.to_builtins(command, builtin_types=[UUID])))
    step = journey.experiments.get(getattr(command, "experiment_id", UUID(int=0)))
    if step:
        named.add(step.planned.role_id or UUID(int=0))
    if isinstance(command, CorrectEntry):
        named |= roles_named(command.restated, journey)
        named |= set(
            _ids(msgspec.to_builtins(journey.authored_events[command.number - 1].event, builtin_types=[UUID]))
        )
    return named & journey.roles.keys()


def _ids(value: Any) -> Iterator[UUID]:
    match value:
        case UUID():
            yield value
        case dict():
            for inner in value.values():
                yield from _ids(inner)
        case list() | tuple():
            for inner in value:
                yield from _ids(inner)
        case _:
            pass


def evidence_by_role(journey: Journey) -> dict[UUID | None, Counter[JourneyEvent]]:
    found: defaultdict[UUID | None, Counter[JourneyEvent]] = defaultdict(Counter)
    for event in journey.effective_events().values():
        if isinstance(event, AppealRated | OddsSignalHeard | GapFound):
            found[event.role_id][event] += 1
    return found


@for_all(histories(40, corrections=True))
@long_histories
def test_no_command_touches_the_evidence_of_a_role_that_it_is_not_about(history: History) -> None:
    journey = INITIAL
    for decision in history.decisions:
        later = after(journey, decision.events, history)
        if decision.events and not isinstance(decision.command, RetractEntry):
            named = roles_named(decision.command, later)
            before, now = evidence_by_role(journey), evidence_by_role(later)
            for role_id in journey.roles.keys() - named:
                assert before[role_id] == now[role_id], (decision.command, role_id)
        journey = later
