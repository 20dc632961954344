"""What is due: each rule by itself, the call back of case 1, and what holds of the agenda of every journey."""

from datetime import date, timedelta
from functools import cache
from typing import Any, get_args
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.agreements import AnswerChallenge, MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.commands.endings import PlanAfterCare
from domain.journey.commands.evidence import GapInput
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.commands.experiments import IfThenPlanInput, PlanExperiment
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.commands.network import ContactInput
from domain.journey.commands.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.journey.commands.stories import ReachGoal, SetGoal
from domain.journey.commands.weeks import DeclareRest, PlanWeek, ReviewWeek
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.experiments import ExperimentOutcome
from domain.vocabulary import KNOCK_DAYS, SILENCE_DAYS
from projections.agenda.projection import AGENDA
from projections.agenda.state import AgendaState
from projections.agenda.view import Agenda, AgendaItem, AgendaItemKind
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    LETTER,
    MEETING,
    MONDAY,
    RISK,
    TALK,
    TALKED,
    answer,
    ask_why,
    block,
    cancel,
    check_in,
    conclude,
    day,
    discover,
    drop,
    follow_up,
    learn,
    park,
    plan,
    refuse,
    run,
    send,
    silence,
    start,
    uid,
    write,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import entries
from tests.projections.worked_cases import entries_of, read, step

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 120).map(lambda ahead: SET_OUT + timedelta(days=ahead))

CALL = uid("call")
RING = NextStepInput(what="ring again", due=day(10))
REFUSED = answer(answer="rejected_unseen")


def view_of(events: list[AnyJourneyEvent], on: date) -> Agenda:
    return AGENDA.view(fold(AGENDA, entries(events)), on, DEFAULT_PARAMETERS)


OF_STEPS: tuple[AgendaItemKind, ...] = ("planned", "next_step", "follow_up", "silence", "knock")


def everything(*told: UserCommand, on: date) -> list[AgendaItem]:
    events = decide_commands(told)
    return list(view_of(events, on).items)


def due(*told: UserCommand, on: date, of: tuple[AgendaItemKind, ...] = OF_STEPS) -> list[AgendaItem]:
    """What is due of some kinds: of the steps, when none is named."""
    return [item for item in everything(*told, on=on) if item.kind in of]


def kinds(*told: UserCommand, on: date) -> list[str]:
    return [item.kind for item in due(*told, on=on)]


def step_on(
    on: date, name: str = "call", *, planned_on: date | None = None, **told: Any
) -> list[UserCommand]:
    """A follow-up to the application, planned and run on one day, unless it is told otherwise."""
    plain = {"kind": "follow_up", "role_id": None, "refers_to": LETTER} | told
    return [
        plan(experiment_id=uid(name), happened_on=planned_on or on, **plain),
        run(experiment_id=uid(name), happened_on=on),
    ]


# Plans.


def test_a_plan_is_due_on_the_day_it_is_meant_for() -> None:
    (item,) = due(*ABOUT_TEACHING, plan(planned_for=day(6)), on=day(4))

    assert (item.kind, item.experiment_id, item.due, item.days) == ("planned", TALK, day(6), 2)


def test_a_plan_without_a_day_is_due_on_the_day_it_was_made() -> None:
    (item,) = due(*ABOUT_TEACHING, plan(), on=day(4))

    assert (item.due, item.days) == (day(1), -3)


def test_a_plan_is_told_with_its_role_when_and_where() -> None:
    made = plan(plan=IfThenPlanInput(when="Fri 16:30", where="her practice"))
    (item,) = due(*ABOUT_TEACHING, made, on=day(1))

    assert item.what == "conversation (teacher): Fri 16:30, her practice"
    assert (item.step, item.role) == ("conversation", "teacher")


@pytest.mark.parametrize("outcome", [run(), cancel(), refuse(), drop()])
def test_a_plan_is_open_until_the_day_something_became_of_it(outcome: UserCommand) -> None:
    told = (*ABOUT_TEACHING, plan(), outcome)

    assert kinds(*told, on=day(0)) == []
    assert kinds(*told, on=day(1)) == ["planned"]
    assert kinds(*told, on=day(2)) == []


# Next steps.


def test_a_next_step_with_a_day_is_due_once_it_was_set() -> None:
    told = (*TALKED, conclude(next_step=RING))
    (item,) = due(*told, on=day(12))

    assert due(*told, on=day(2)) == []
    assert (item.kind, item.what, item.experiment_id) == ("next_step", "ring again", TALK)
    assert (item.due, item.days) == (day(10), -2)


def test_a_next_step_without_a_day_is_not_due() -> None:
    assert due(*TALKED, conclude(next_step=NextStepInput(what="ring again")), on=day(30)) == []


@pytest.mark.parametrize(("on", "left"), [(3, ["next_step"]), (4, [])])
def test_a_step_about_the_same_role_settles_a_next_step_on_a_later_day_only(on: int, left: list[str]) -> None:
    told = (*TALKED, conclude(next_step=RING), plan(experiment_id=CALL), run(experiment_id=CALL))
    later = (*told[:-2], plan(experiment_id=CALL), run(experiment_id=CALL, happened_on=day(on)))

    assert kinds(*told, on=day(9)) == ["next_step"]
    assert kinds(*later, on=day(9)) == left


def test_an_application_to_someone_else_leaves_what_was_promised_to_a_person() -> None:
    johan = ContactInput(contact_id=uid("Johan"), tie="weak", name="Johan")
    told = (*ABOUT_TEACHING, plan(contact=johan), run(), conclude(next_step=RING))
    known = ContactInput(contact_id=uid("Johan"), tie="weak")
    applied = (write(happened_on=day(5)), send(happened_on=day(5)))
    with_johan = (
        plan(experiment_id=CALL, happened_on=day(5), contact=known),
        run(experiment_id=CALL, happened_on=day(6)),
    )

    assert kinds(*told, *applied, on=day(9)) == ["next_step", "silence"]
    assert kinds(*told, *with_johan, on=day(9)) == []


def test_what_was_planned_from_a_next_step_stands_in_its_place_even_if_it_is_dropped() -> None:
    planned = plan(experiment_id=CALL, happened_on=day(4), refers_to=TALK, planned_for=day(8))
    told = (*TALKED, conclude(next_step=RING), planned)
    dropped = drop(experiment_id=CALL, happened_on=day(6))

    assert kinds(*told, on=day(3)) == ["next_step"]
    assert kinds(*told, on=day(5)) == ["planned"]
    assert kinds(*told, dropped, on=day(9)) == []


def test_a_next_step_lapses_two_weeks_after_its_day() -> None:
    told = (*TALKED, conclude(next_step=RING))

    assert kinds(*told, on=day(24)) == ["next_step"]
    assert kinds(*told, on=day(25)) == []


def test_a_step_about_another_role_settles_no_next_step() -> None:
    other = (
        discover(role_id=RISK, title="risk manager"),
        *step_on(day(5), role_id=RISK, refers_to=None, kind="conversation"),
    )

    assert kinds(*TALKED, conclude(next_step=RING), *other, on=day(9)) == ["next_step"]


def test_a_step_that_refers_to_the_experiment_settles_its_next_step_the_same_day() -> None:
    told = (*TALKED, conclude(next_step=RING), *step_on(day(3), refers_to=TALK))

    assert kinds(*told, on=day(9)) == []


@pytest.mark.parametrize("aside", [park, block])
def test_laying_the_role_aside_settles_a_next_step(aside: Any) -> None:
    told = (*TALKED, conclude(next_step=RING), aside(happened_on=day(5)))

    assert kinds(*told, on=day(4)) == ["next_step"]
    assert kinds(*told, on=day(5)) == []


def test_a_role_that_was_laid_aside_before_settles_no_next_step() -> None:
    told = (*ABOUT_TEACHING, park(happened_on=day(1)), plan(), run(), conclude(next_step=RING))

    assert kinds(*told, on=day(9)) == ["next_step"]


def test_two_steps_about_no_role_are_not_about_the_same_role() -> None:
    told = (
        start(),
        *step_on(day(2), "talk", kind="reflection", refers_to=None),
        conclude(next_step=RING),
        *step_on(day(5), kind="reflection", refers_to=None),
    )

    assert kinds(*told, on=day(9)) == ["next_step"]


def test_what_was_run_before_the_next_step_was_set_does_not_settle_it() -> None:
    told = (*TALKED, *step_on(day(3), refers_to=TALK), conclude(next_step=RING))

    assert kinds(*told, on=day(9)) == ["next_step"]


@pytest.mark.parametrize(("outcome", "left"), [(cancel, []), (refuse, []), (drop, ["next_step"])])
def test_a_next_step_is_settled_by_a_step_called_off_but_not_by_a_plan_taken_back(
    outcome: Any, left: list[str]
) -> None:
    told = (
        *TALKED,
        conclude(next_step=RING),
        plan(experiment_id=CALL),
        outcome(experiment_id=CALL, happened_on=day(5)),
    )

    assert kinds(*told, on=day(9)) == left


def test_a_next_step_of_a_check_in_is_open_until_a_check_in_on_a_later_day() -> None:
    told = (start(), check_in(next_step=RING), check_in(check_in_id=uid("next"), happened_on=day(8)))
    (item,) = due(*told, on=day(7))

    assert (item.kind, item.item_id, item.experiment_id) == ("next_step", MEETING, None)
    assert due(*told, on=day(8)) == []


# Days to come back.

COME_BACK = (*APPLIED, answer(), follow_up())


def test_a_day_to_come_back_is_due_once_it_was_set() -> None:
    (item,) = due(*COME_BACK, on=day(29))

    assert kinds(*COME_BACK, on=day(8)) == ["silence"]
    assert (item.kind, item.item_id, item.experiment_id) == ("follow_up", uid("knock"), LETTER)
    assert (item.what, item.due, item.days) == ("knock again", day(30), 1)


def test_a_follow_up_to_the_same_step_settles_a_day_to_come_back() -> None:
    assert kinds(*COME_BACK, *step_on(day(9)), on=day(9)) == []
    assert kinds(*COME_BACK, *step_on(day(20)), on=day(19)) == ["follow_up"]


def test_the_call_in_which_a_day_to_come_back_was_set_does_not_settle_it() -> None:
    told = (*APPLIED, answer(), *step_on(day(9)), follow_up())

    assert kinds(*told, on=day(29)) == ["follow_up"]


@pytest.mark.parametrize("other", [{"kind": "conversation"}, {"refers_to": None}, {"refers_to": TALK}])
def test_anything_else_leaves_a_day_to_come_back_open(other: dict[str, Any]) -> None:
    told = (*COME_BACK, plan(), run(), *step_on(day(20), **other))

    assert kinds(*told, on=day(29)) == ["follow_up"]


# Waiting for an answer.


def test_an_application_waits_28_days_for_an_answer() -> None:
    (item,) = due(*APPLIED, on=day(31))

    assert (item.kind, item.experiment_id, item.days) == ("silence", LETTER, -1)
    assert item.due == day(2) + timedelta(days=SILENCE_DAYS)
    assert item.what == "log that the application for teacher had no reply for 28 days"


def test_an_interview_waits_too_but_a_conversation_does_not() -> None:
    interview = (plan(kind="interview"), run())

    assert kinds(*ABOUT_TEACHING, *interview, on=day(3)) == ["silence"]
    assert kinds(*TALKED, on=day(3)) == []


@pytest.mark.parametrize("outcome", [cancel, refuse])
def test_an_interview_that_was_called_off_waits_for_nothing(outcome: Any) -> None:
    assert kinds(*ABOUT_TEACHING, write(), outcome(experiment_id=LETTER), on=day(9)) == []


def test_the_waiting_ends_with_an_answer_or_with_silence() -> None:
    assert kinds(*APPLIED, answer(), on=day(8)) == ["silence"]
    assert kinds(*APPLIED, answer(), on=day(9)) == []
    assert kinds(*APPLIED, silence(), on=day(29)) == ["silence"]
    assert kinds(*APPLIED, silence(), on=day(30)) == []


# The knock.


def test_a_refusal_asks_for_a_knock_after_21_days() -> None:
    (item,) = due(*APPLIED, REFUSED, on=day(9))

    assert (item.kind, item.experiment_id, item.due) == ("knock", LETTER, day(9 + KNOCK_DAYS))
    assert item.what == "get back in touch about the application for teacher, 21 days after the rejection"


def test_a_refusal_after_an_interview_asks_for_a_knock_too_but_an_invitation_does_not() -> None:
    after = answer(answer="rejected_after_interview", close=False)

    assert kinds(*APPLIED, after, on=day(9)) == ["knock"]
    assert kinds(*APPLIED, answer(), on=day(9)) == []


def test_a_good_answer_after_a_refusal_needs_no_knock() -> None:
    offer = answer(answer="offer", happened_on=day(12))

    assert kinds(*APPLIED, REFUSED, offer, on=day(11)) == ["knock"]
    assert kinds(*APPLIED, REFUSED, offer, on=day(12)) == []


@pytest.mark.parametrize(("on", "left"), [(9, ["knock"]), (10, [])])
def test_a_follow_up_on_a_later_day_settles_the_knock(on: int, left: list[str]) -> None:
    assert kinds(*APPLIED, REFUSED, *step_on(day(on)), on=day(20)) == left


def test_a_follow_up_to_the_call_in_which_it_was_heard_settles_the_knock() -> None:
    heard_in = answer(answer="rejected_unseen", heard_in=CALL)
    call = step_on(day(9), refers_to=None)

    assert kinds(*APPLIED, *call, heard_in, on=day(20)) == ["knock"]
    assert kinds(*APPLIED, *call, heard_in, *step_on(day(20), "again", refers_to=CALL), on=day(20)) == []


def test_a_follow_up_to_a_follow_up_is_about_the_refusal_too() -> None:
    told = (*APPLIED, REFUSED, *step_on(day(9)), *step_on(day(20), "again", refers_to=CALL))

    assert kinds(*told, on=day(19)) == ["knock"]
    assert kinds(*told, on=day(20)) == []


def test_the_last_word_goes_by_its_day_not_by_when_it_was_told() -> None:
    told = (*APPLIED, answer(answer="rejected_unseen", happened_on=day(12)), answer(happened_on=day(9)))

    assert kinds(*told, on=day(12)) == ["knock"]


def test_a_follow_up_to_something_else_leaves_the_knock_open() -> None:
    assert kinds(*APPLIED, plan(), run(), REFUSED, *step_on(day(20), refers_to=TALK), on=day(20)) == ["knock"]


def test_a_day_to_come_back_takes_the_place_of_the_knock() -> None:
    told = (*APPLIED, REFUSED, follow_up(happened_on=day(10)))

    assert kinds(*told, on=day(9)) == ["knock"]
    assert kinds(*told, on=day(10)) == ["follow_up"]


def test_a_day_to_come_back_that_was_set_before_the_refusal_gives_way_to_it() -> None:
    told = (*APPLIED, follow_up(happened_on=day(3), due=day(9)), REFUSED)

    assert kinds(*told, on=day(8)) == ["follow_up"]
    assert kinds(*told, on=day(9)) == ["knock"]


# One thing is due once.


@pytest.mark.parametrize(
    "to_come_back",
    [
        follow_up(happened_on=day(10)),
        plan(
            experiment_id=CALL, kind="follow_up", happened_on=day(10), refers_to=LETTER, planned_for=day(20)
        ),
    ],
)
@pytest.mark.parametrize("word", [(), (REFUSED,)])
def test_what_is_planned_about_an_approach_stands_in_place_of_its_other_items(
    to_come_back: UserCommand, word: tuple[UserCommand, ...]
) -> None:
    told = (*APPLIED, *word, to_come_back)
    before, after = (
        [one.kind for one in everything(*told, on=on) if one.kind != "close_week"] for on in (day(9), day(10))
    )

    assert before == (["ask_why", "knock"] if word else ["silence"])
    assert after == ["planned" if isinstance(to_come_back, PlanExperiment) else "follow_up"]


# After a refusal: asking why.


def whys(*told: UserCommand, on: date) -> list[AgendaItem]:
    return due(*told, on=on, of=("ask_why",))


def test_a_refusal_asks_why_within_three_working_days() -> None:
    # The refusal comes on a Friday.
    (item,) = whys(*APPLIED, REFUSED, on=day(9))

    assert (item.experiment_id, item.due, item.days) == (LETTER, day(14), 5)
    assert item.what == "ask what they thought of the application for teacher"


@pytest.mark.parametrize(("refused", "asked_by"), [(8, 13), (9, 14), (10, 14), (11, 14), (12, 15)])
def test_a_weekend_holds_no_working_days(refused: int, asked_by: int) -> None:
    (item,) = whys(*APPLIED, answer(answer="rejected_unseen", happened_on=day(refused)), on=day(refused))

    assert item.due == day(asked_by)


def test_nobody_asks_why_after_an_invitation_or_a_talk() -> None:
    talk = answer(experiment_id=TALK, answer="rejected_unseen")

    assert whys(*APPLIED, answer(), on=day(9)) == []
    assert whys(*TALKED, talk, on=day(9)) == []


CONCLUDED = ConcludeRefusal(happened_on=day(11), experiment_id=LETTER)


@pytest.mark.parametrize(
    "settled",
    [
        (ask_why(happened_on=day(11)),),
        (*step_on(day(11)), ask_why(experiment_id=CALL, happened_on=day(11))),
        (CONCLUDED,),
        (answer(answer="offer", happened_on=day(11)),),
    ],
)
def test_asking_concluding_or_a_better_answer_settles_the_why(settled: tuple[UserCommand, ...]) -> None:
    assert len(whys(*APPLIED, REFUSED, *settled, on=day(10))) == 1
    assert whys(*APPLIED, REFUSED, *settled, on=day(11)) == []


def test_skipping_the_pause_is_not_skipping_the_why() -> None:
    skipped = PauseAfterRefusal(happened_on=day(9), experiment_id=LETTER, skipped=True)

    assert len(whys(*APPLIED, REFUSED, skipped, on=day(10))) == 1


def test_what_was_asked_before_the_refusal_does_not_settle_the_why() -> None:
    assert len(whys(*APPLIED, ask_why(happened_on=day(8)), REFUSED, on=day(10))) == 1


def test_when_it_is_time_to_knock_it_is_too_late_to_ask_why() -> None:
    assert len(whys(*APPLIED, REFUSED, on=day(29))) == 1
    assert whys(*APPLIED, REFUSED, on=day(30)) == []


# Before an answer: leave to ring.

INTERVIEW = plan(experiment_id=uid("interview"), happened_on=day(10), kind="interview", planned_for=day(15))


def leaves(*told: UserCommand, on: date) -> list[AgendaItem]:
    return due(*told, on=on, of=("may_i_ring",))


def agreed(name: UUID = LETTER, on: int = 12) -> AgreeFeedback:
    return AgreeFeedback(happened_on=day(on), experiment_id=name)


def test_an_interview_asks_on_its_day_whether_one_may_ring() -> None:
    (item,) = leaves(*ABOUT_TEACHING, INTERVIEW, on=day(11))

    assert (item.experiment_id, item.due, item.days) == (uid("interview"), day(15), 4)
    assert item.what == "ask whether you may call afterwards about the interview for teacher"


@pytest.mark.parametrize(
    "settled",
    [agreed(uid("interview")), run(experiment_id=uid("interview"), happened_on=day(12))],
)
def test_it_was_agreed_or_the_interview_is_over(settled: UserCommand) -> None:
    told = (*ABOUT_TEACHING, INTERVIEW, settled)

    assert len(leaves(*told, on=day(11))) == 1
    assert leaves(*told, on=day(12)) == []


def test_an_invitation_asks_for_leave_until_an_interview_takes_it_over() -> None:
    invited = (*APPLIED, answer())

    assert [(one.experiment_id, one.due) for one in leaves(*invited, on=day(9))] == [(LETTER, day(9))]
    assert [one.experiment_id for one in leaves(*invited, INTERVIEW, on=day(10))] == [uid("interview")]


def test_leave_that_was_agreed_on_the_application_holds_for_its_interview() -> None:
    follows = plan(experiment_id=uid("interview"), happened_on=day(12), kind="interview", refers_to=LETTER)

    assert leaves(*APPLIED, answer(), agreed(), follows, on=day(13)) == []


@pytest.mark.parametrize("later", [None, "rejected_unseen"])
def test_an_invitation_is_over_after_four_weeks_or_with_another_answer(later: Any) -> None:
    told: list[UserCommand] = [*APPLIED, answer()]
    told += [answer(answer=later, happened_on=day(12))] if later else []

    assert len(leaves(*told, on=day(11))) == 1
    assert leaves(*told, on=day(37)) == []
    assert len(leaves(*told, on=day(36))) == (0 if later else 1)


# Papers on file.


def test_papers_are_on_the_agenda_until_their_last_day() -> None:
    kept = KeepOnFile(happened_on=day(10), experiment_id=LETTER, until=day(90))
    longer = KeepOnFile(happened_on=day(20), experiment_id=LETTER, until=day(200))
    ends = [
        [one.due for one in due(*APPLIED, REFUSED, kept, longer, on=day(on), of=("kept_on_file",))]
        for on in (9, 10, 20, 200, 201)
    ]

    assert ends == [[], [day(90)], [day(200)], [day(200)], []]


def test_papers_on_file_leave_the_knock_as_it_is() -> None:
    kept = KeepOnFile(happened_on=day(10), experiment_id=LETTER, until=day(90))

    assert kinds(*APPLIED, REFUSED, kept, on=day(29)) == ["knock"]


# What was agreed.

DARE = SetChallenge(happened_on=day(1), challenge_id=uid("dare"), what="ring a stranger", due=day(8))
PROMISED = MakeCommitment(happened_on=day(1), commitment_id=uid("word"), what="two letters", due=day(8))
GOAL = SetGoal(happened_on=day(1), goal_id=uid("goal"), wording="speak up", due=day(8))
FOUND = (*TALKED, learn(gaps=(GapInput(gap_id=uid("gap"), wording="diploma", closable=True),)))
CLOSE = DecideGap(happened_on=day(4), gap_id=uid("gap"), decision="close", due=day(8))
CARE = PlanAfterCare(happened_on=day(1), after_care_id=uid("care"), due=day(40), what="how is it going?")


def taken_on(answer: Any, on: int = 2) -> AnswerChallenge:
    return AnswerChallenge(happened_on=day(on), challenge_id=uid("dare"), answer=answer)


@pytest.mark.parametrize(
    ("kind", "told", "what", "settled"),
    [
        (
            "commitment",
            (start(), PROMISED),
            "two letters",
            SettleCommitment(happened_on=day(6), commitment_id=uid("word"), kept=False),
        ),
        ("challenge", (start(), DARE, taken_on("accepted")), "ring a stranger", taken_on("met", 6)),
        ("challenge", (start(), DARE, taken_on("accepted")), "ring a stranger", taken_on("declined", 6)),
        ("goal", (start(), GOAL), "speak up", ReachGoal(happened_on=day(6), goal_id=uid("goal"))),
        ("gap", (*FOUND, CLOSE), "diploma", CloseGap(happened_on=day(6), gap_id=uid("gap"))),
        (
            "gap",
            (*FOUND, CLOSE),
            "diploma",
            DecideGap(happened_on=day(6), gap_id=uid("gap"), decision="live_with"),
        ),
    ],
)
def test_what_was_agreed_is_due_on_its_day_until_it_is_settled(
    kind: AgendaItemKind, told: tuple[UserCommand, ...], what: str, settled: UserCommand
) -> None:
    (item,) = due(*told, settled, on=day(5), of=(kind,))

    assert (item.what, item.due, item.days) == (what, day(8), 3)
    assert due(*told, settled, on=day(6), of=(kind,)) == []
    assert due(*told, on=day(9), of=(kind,))[0].days == -1


def test_a_challenge_is_due_only_once_it_was_accepted() -> None:
    assert due(start(), DARE, on=day(5), of=("challenge",)) == []
    assert due(start(), DARE, taken_on("declined"), on=day(5), of=("challenge",)) == []


def test_what_has_no_day_is_not_due() -> None:
    open_ended = (
        MakeCommitment(happened_on=day(5), commitment_id=uid("word"), what="two letters"),
        SetGoal(happened_on=day(5), goal_id=uid("goal"), wording="speak up"),
        DecideGap(happened_on=day(5), gap_id=uid("gap"), decision="close"),
        SetChallenge(happened_on=day(5), challenge_id=uid("dare"), what="ring a stranger"),
        taken_on("accepted", 5),
    )

    assert due(*FOUND, *open_ended, on=day(9), of=("commitment", "challenge", "goal", "gap")) == []


def test_a_gap_that_is_opened_again_is_due_again_in_the_words_of_how_to_close_it() -> None:
    closed = CloseGap(happened_on=day(6), gap_id=uid("gap"))
    again = DecideGap(happened_on=day(7), gap_id=uid("gap"), decision="close", how="evenings", due=day(30))
    (item,) = due(*FOUND, CLOSE, closed, again, on=day(9), of=("gap",))

    assert (item.item_id, item.what, item.due, item.role) == (uid("gap"), "evenings", day(30), "teacher")


@pytest.mark.parametrize(("spoke", "left"), [(1, 1), (32, 1), (33, 0), (45, 0)])
def test_after_care_is_settled_by_a_talk_in_the_week_before_its_day_or_later(spoke: int, left: int) -> None:
    told = (start(), CARE, check_in(happened_on=day(spoke)))

    assert len(due(*told, on=day(50), of=("after_care",))) == left


# Closing the week.


def weeks_open(*told: UserCommand, on: date) -> list[date | None]:
    return [item.week for item in due(*told, on=on, of=("close_week",))]


@pytest.mark.parametrize(("on", "left"), [(3, []), (4, [MONDAY]), (10, [MONDAY]), (11, [])])
def test_a_week_with_a_step_waits_for_its_review_from_its_sunday_for_a_week(
    on: int, left: list[date]
) -> None:
    assert weeks_open(*TALKED, on=day(on)) == left


def test_a_week_is_due_on_its_sunday() -> None:
    (item,) = due(*TALKED, on=day(6), of=("close_week",))

    assert (item.item_id, item.week, item.due, item.days) == (None, MONDAY, day(4), -2)


def test_a_week_with_a_plan_waits_too_but_an_empty_one_does_not() -> None:
    intended = PlanWeek(happened_on=day(0), monday=MONDAY, intention="two talks")

    assert weeks_open(start(), intended, on=day(6)) == [MONDAY]
    assert weeks_open(start(), on=day(6)) == []
    assert weeks_open(*ABOUT_TEACHING, plan(), drop(), on=day(6)) == []


@pytest.mark.parametrize(
    "settled",
    [
        ReviewWeek(happened_on=day(4), monday=MONDAY, conclusion="talks beat adverts"),
        DeclareRest(happened_on=day(4), monday=MONDAY),
    ],
)
def test_a_review_or_a_rest_closes_the_week(settled: UserCommand) -> None:
    assert weeks_open(*TALKED, on=day(6)) == [MONDAY]
    assert weeks_open(*TALKED, settled, on=day(6)) == []


# The whole list.


def test_what_is_due_first_stands_first() -> None:
    told = (*ABOUT_TEACHING, plan(planned_for=day(40)), write(), send(), REFUSED, check_in(next_step=RING))
    items = everything(*told, on=day(12))

    assert [(one.kind, one.days) for one in items] == [
        ("next_step", -2),
        ("ask_why", 2),
        ("knock", 18),
        ("planned", 28),
    ]


# The worked cases.


@cache
def folded(number: int) -> AgendaState:
    return fold(AGENDA, entries_of(read(number)))


def of_case(number: int, on: date) -> tuple[AgendaItem, ...]:
    return AGENDA.view(folded(number), on, DEFAULT_PARAMETERS).items


def test_in_case_1_the_call_back_is_due_21_days_after_the_feedback_call() -> None:
    called = date(2026, 3, 2)
    ours = {step(1, "a14"): "knock", step(1, "a16"): "next_step"}
    calls = [one for one in of_case(1, called) if ours.get(one.experiment_id or TALK) == one.kind]

    assert len(calls) == 2
    assert {one.due for one in calls} == {called + timedelta(days=KNOCK_DAYS)}


def test_in_case_1_the_second_call_settles_the_call_back() -> None:
    rung = date(2026, 3, 23)
    ours = {step(1, "a14"), step(1, "a16")}

    assert ours <= {one.experiment_id for one in of_case(1, rung - timedelta(days=1))}
    assert {one.kind for one in of_case(1, rung) if one.experiment_id in ours} == {"kept_on_file"}


def test_what_case_2_ends_with() -> None:
    (start_of_trial, knock, course, trial, leave, interview) = of_case(2, date(2026, 4, 12))

    assert (start_of_trial.kind, start_of_trial.what, start_of_trial.days) == (
        "next_step",
        "trial starts",
        -13,
    )
    assert (knock.kind, knock.experiment_id, knock.due) == ("knock", step(2, "a17"), date(2026, 4, 14))
    assert (course.what, course.due) == ("apply for the course", date(2026, 4, 15))
    assert (trial.kind, trial.experiment_id, trial.due) == ("planned", step(2, "a23"), date(2026, 4, 17))
    assert (leave.kind, leave.experiment_id, leave.due) == ("may_i_ring", step(2, "a24"), date(2026, 4, 22))
    assert (interview.kind, interview.experiment_id) == ("planned", step(2, "a24"))


# What holds of every journey.


@given(histories(), st.integers(0, 200), days)
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(history: History, cut: int, on: date) -> None:
    told = history.entries()
    whole, kept = fold(AGENDA, told), fold(AGENDA, told[:cut])
    stored = msgspec.json.decode(msgspec.json.encode(kept), type=AgendaState)

    assert whole == fold_more(AGENDA, kept, told[cut:])
    assert AGENDA.view(whole, on, DEFAULT_PARAMETERS) == AGENDA.view(
        fold_more(AGENDA, stored, told[cut:]), on, DEFAULT_PARAMETERS
    )


@given(histories(), days)
@long_histories
def test_the_agenda_at_a_date_depends_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    up_to_it = [event for event in history.events if event.happened_on <= on]

    assert view_of(list(history.events), on) == view_of(up_to_it, on)


@given(histories(), days)
@long_histories
def test_nothing_that_is_settled_is_listed(history: History, on: date) -> None:
    shown = view_of(list(history.events), on).items
    facts = [event for event in history.events if event.happened_on <= on]
    over = {one.experiment_id for one in facts if isinstance(one, ExperimentOutcome)}
    answered = {one.experiment_id for one in facts if isinstance(one, AnswerReceived | SilenceElapsed)}
    listed = {
        kind: {one.experiment_id for one in shown if one.kind == kind} for kind in get_args(AgendaItemKind)
    }

    assert not listed["planned"] & over
    assert not listed["silence"] & answered
    assert listed["knock"] <= answered


@given(histories(corrections=True), days)
@long_histories
def test_the_agenda_is_in_order_and_counts_from_its_day(history: History, on: date) -> None:
    items = view_of(list(history.events), on).items

    assert [one.due for one in items] == sorted(one.due for one in items)
    assert all(one.due == on + timedelta(days=one.days) for one in items)
    assert len({(one.kind, one.item_id) for one in items}) == len(items)


IN_OWN_WORDS = {"next_step", "follow_up", "commitment", "challenge", "goal", "gap", "after_care"}
WHAT_TO_DO = ("ask ", "log ", "get back ", "close ")


def says_first_what_to_do(item: AgendaItem) -> bool:
    """A plan is what is to do; the client chose their own words."""
    return item.kind == "planned" or item.kind in IN_OWN_WORDS or item.what.startswith(WHAT_TO_DO)


@given(histories(), days)
@long_histories
def test_what_is_due_says_first_what_there_is_to_do(history: History, on: date) -> None:
    for item in view_of(list(history.events), on).items:
        assert says_first_what_to_do(item), item


def test_every_kind_says_first_what_there_is_to_do() -> None:
    weeks = [date(2026, 1, 5) + timedelta(days=days) for days in range(0, 200, 2)]
    found = [item for number in (1, 2, 3) for on in weeks for item in of_case(number, on)]

    assert {one.kind for one in found} | IN_OWN_WORDS == set(get_args(AgendaItemKind))
    assert all(map(says_first_what_to_do, found))
