"""That details are kept on file after a no: it softens the no, and never outweighs it."""

from datetime import date

import pytest

from domain.journey.commands.refusals import KeepOnFile
from domain.journey.decide import UserCommand
from projections.fold import fold
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.reveal import latest_reply, reveal_reply
from projections.learning_model.role_beliefs import RoleBelief, role_beliefs
from projections.profile.projection import PROFILE
from projections.profile.state import ProfileState
from tests.domain.journeys import LETTER, TEACHER, answer, day, discover, send, start, write
from tests.domain.scenario import decide_commands
from tests.projections.small_games import entries

SENT: tuple[UserCommand, ...] = (start(), discover(), write(), send())
NO, ON = day(9), day(20)
NOES = (
    answer(answer="rejected_unseen", happened_on=NO),
    answer(answer="rejected_after_interview", close=False, happened_on=NO),
)
CLOSE = answer(answer="rejected_after_interview", close=True, happened_on=NO)


def kept(on: date) -> KeepOnFile:
    return KeepOnFile(happened_on=on, experiment_id=LETTER, until=day(200))


def state(*told: UserCommand) -> ProfileState:
    return fold(PROFILE, entries(decide_commands((*SENT, *told))))


def teacher(found: ProfileState, on: date = ON) -> RoleBelief:
    return role_beliefs(found, on, DEFAULT_PARAMETERS)[TEACHER]


@pytest.mark.parametrize("no", NOES, ids=lambda one: one.answer)
def test_after_a_no_it_raises_no_chances(no: UserCommand) -> None:
    after, before = state(no, kept(day(10))), state(kept(day(8)), no)

    assert teacher(after).odds == teacher(before).odds == teacher(state(no)).odds
    assert teacher(after).reach < teacher(state()).reach
    # Until the no, it counted.
    assert teacher(before, day(8)).reach > teacher(state(), day(8)).reach


@pytest.mark.parametrize("no", NOES, ids=lambda one: one.answer)
def test_the_index_and_the_reasons_leave_it_out_as_well(no: UserCommand) -> None:
    found = state(no, kept(NO))
    reply = latest_reply(found.steps[LETTER], ON)
    assert reply is not None

    index = build_evidence_index(found, DEFAULT_PARAMETERS)

    assert index.promise_on(TEACHER, ON) == teacher(found).promise
    reasons = reveal_reply(found, LETTER, reply, ON).reasons
    assert "resource_bank" not in {getattr(one, "signal", None) for one in reasons}


def test_after_a_close_no_it_counts() -> None:
    assert teacher(state(CLOSE, kept(day(10)))).reach > teacher(state(CLOSE)).reach
