"""After a refusal: care first, one change drawn from it, the papers kept on file; before it, the leave to ring."""

from typing import Any

import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import fold_events
from domain.journey.commands.evidence import OddsSignalInput
from domain.journey.commands.refusals import (
    AgreeFeedback,
    ConcludeRefusal,
    ExpireKeptOnFile,
    KeepOnFile,
    PauseAfterRefusal,
)
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import OddsSignalHeard, Source
from domain.journey.events.refusals import (
    FeedbackAgreed,
    KeptOnFile,
    KeptOnFileExpired,
    RefusalConcluded,
    RefusalPaused,
)
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    FROM_LETTER,
    LETTER,
    RISK,
    SET_OUT,
    answer,
    answered,
    cancel,
    day,
    drop,
    heard,
    learn,
    plan,
    refuse,
    run,
    silence,
    start,
    write,
)
from tests.domain.more_journeys import REFUSED, STRANGER, later_than, refusal
from tests.domain.scenario import given

UNTIL = day(100)
A_REFUSAL = "an approach that ended in a rejection"


def agree(**fields: Any) -> AgreeFeedback:
    return AgreeFeedback(**{"happened_on": day(2), "experiment_id": LETTER, **fields})


def pause(**fields: Any) -> PauseAfterRefusal:
    return PauseAfterRefusal(**{"happened_on": day(10), "experiment_id": LETTER, **fields})


def paused(**fields: Any) -> RefusalPaused:
    return RefusalPaused(**{"happened_on": day(10), "experiment_id": LETTER, **fields})


def conclude(**fields: Any) -> ConcludeRefusal:
    return ConcludeRefusal(**{"happened_on": day(10), "experiment_id": LETTER, **fields})


def concluded(**fields: Any) -> RefusalConcluded:
    return RefusalConcluded(**{"happened_on": day(10), "experiment_id": LETTER, **fields})


def keep(**fields: Any) -> KeepOnFile:
    return KeepOnFile(**{"happened_on": day(10), "experiment_id": LETTER, "until": UNTIL, **fields})


def kept(**fields: Any) -> KeptOnFile:
    return KeptOnFile(**{"happened_on": day(10), "experiment_id": LETTER, "until": UNTIL, **fields})


def on_file(**fields: Any) -> OddsSignalHeard:
    return heard(
        "resource_bank", **{"happened_on": day(10), "source": FROM_LETTER, "answer_to": LETTER, **fields}
    )


def expire(**fields: Any) -> ExpireKeptOnFile:
    return ExpireKeptOnFile(**{"happened_on": day(101), "experiment_id": LETTER, **fields})


def expired(**fields: Any) -> KeptOnFileExpired:
    return KeptOnFileExpired(**{"happened_on": day(101), "experiment_id": LETTER, **fields})


# The leave to ring.


@pytest.mark.parametrize(
    "so_far",
    [(), (run(experiment_id=LETTER),), (cancel(experiment_id=LETTER),), (refuse(experiment_id=LETTER),)],
    ids=["planned", "run", "cancelled", "refused"],
)
def test_one_may_ring_afterwards(so_far: tuple[UserCommand, ...]) -> None:
    given(*ABOUT_TEACHING, write(), *so_far).when(agree()).then(
        FeedbackAgreed(happened_on=day(2), experiment_id=LETTER)
    )


def test_the_same_leave_again_is_already_so() -> None:
    given(*APPLIED, agree()).when(agree(happened_on=day(9))).then_nothing()


def test_the_leave_to_ring_belongs_to_a_planned_step() -> None:
    given(*APPLIED).when(agree(experiment_id=STRANGER)).then_refused(
        InvalidOperation, field="experiment_id", allowed="the id of a planned step"
    )


def test_there_is_nothing_to_ring_about_after_a_dropped_plan() -> None:
    given(*ABOUT_TEACHING, write(), drop(experiment_id=LETTER)).when(agree()).then_refused(
        InvalidOperation, field="experiment_id", allowed="a step that is planned or took place"
    )


def test_the_leave_to_ring_does_not_come_before_the_plan() -> None:
    given(*APPLIED).when(agree(happened_on=SET_OUT)).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(day(1))
    )


# Care first.


@pytest.mark.parametrize("skipped", [False, True])
def test_a_pause_is_taken_or_skipped(skipped: bool) -> None:
    given(*REFUSED).when(pause(skipped=skipped)).then(paused(skipped=skipped))


@pytest.mark.parametrize("skipped", [False, True])
def test_the_same_pause_again_is_already_so(skipped: bool) -> None:
    given(*REFUSED, pause(skipped=skipped)).when(pause(skipped=skipped, happened_on=day(12))).then_nothing()


def test_who_skipped_the_pause_may_still_take_it() -> None:
    given(*REFUSED, pause(skipped=True)).when(pause(happened_on=day(12))).then(paused(happened_on=day(12)))


def test_a_pause_that_was_taken_cannot_be_skipped() -> None:
    given(*REFUSED, pause()).when(pause(skipped=True, happened_on=day(12))).then_nothing()


def test_a_pause_is_not_taken_before_it_was_skipped() -> None:
    given(*REFUSED, pause(skipped=True)).when(pause(happened_on=day(9))).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(day(10))
    )


def test_who_left_it_for_the_day_may_still_go_on_that_day() -> None:
    given(*REFUSED, pause()).when(pause(skipped=True)).then(paused(skipped=True))


@pytest.mark.parametrize("skipped", [False, True])
def test_another_no_has_a_pause_of_its_own(skipped: bool) -> None:
    again = refusal(answer="rejected_after_interview", close=False, happened_on=day(20))
    later = {"skipped": skipped, "happened_on": day(20)}

    given(*REFUSED, pause(skipped=skipped), again).when(pause(**later)).then(paused(**later))
    given(*REFUSED, pause(skipped=skipped), again, pause(**later)).when(pause(**later)).then_nothing()


# One change.


@pytest.mark.parametrize("change", [None, "start with the why"])
def test_one_change_is_drawn_from_a_refusal_or_there_is_nothing_in_it(change: str | None) -> None:
    given(*REFUSED).when(conclude(change=change)).then(concluded(change=change))


def test_a_refusal_after_an_interview_is_one_too() -> None:
    after = refusal(answer="rejected_after_interview", close=True)

    given(*APPLIED, after).when(conclude()).then(concluded())


def test_the_same_change_again_is_already_so() -> None:
    given(*REFUSED, conclude(change="ask")).when(conclude(change="ask", happened_on=day(12))).then_nothing()


def test_a_later_day_may_see_more_in_a_refusal() -> None:
    given(*REFUSED, conclude()).when(conclude(change="ask", happened_on=day(12))).then(
        concluded(change="ask", happened_on=day(12))
    )


def test_an_earlier_day_does_not_see_less_in_a_refusal() -> None:
    given(*REFUSED, conclude(change="ask")).when(conclude(happened_on=day(9))).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(day(10))
    )


either = pytest.mark.parametrize("command", [pause(), conclude()], ids=["pause", "conclude"])


@either
@pytest.mark.parametrize(
    "so_far",
    [
        (write(),),
        (write(), run(experiment_id=LETTER)),
        (write(), refuse(experiment_id=LETTER)),
        (write(), run(experiment_id=LETTER), answer()),
        (write(), run(experiment_id=LETTER), silence()),
    ],
    ids=["planned", "unanswered", "no meeting", "invited", "silent"],
)
def test_what_follows_a_refusal_needs_one(command: UserCommand, so_far: tuple[UserCommand, ...]) -> None:
    late = (
        pause(happened_on=day(40))
        if isinstance(command, PauseAfterRefusal)
        else conclude(happened_on=day(40))
    )

    given(*ABOUT_TEACHING, *so_far).when(late).then_refused(
        InvalidOperation, field="experiment_id", allowed=A_REFUSAL
    )


@either
def test_what_follows_a_refusal_belongs_to_a_planned_step(command: UserCommand) -> None:
    given(*ABOUT_TEACHING).when(command).then_refused(
        InvalidOperation, field="experiment_id", allowed="the id of a planned step"
    )


@pytest.mark.parametrize("command", [pause(happened_on=day(8)), conclude(happened_on=day(8))])
def test_what_follows_a_refusal_does_not_come_before_it(command: UserCommand) -> None:
    given(*REFUSED).when(command).then_refused(InvalidValue, field="happened_on", allowed=later_than(day(9)))


def test_the_first_refusal_of_an_approach_counts() -> None:
    again = refusal(answer="rejected_after_interview", close=False, happened_on=day(20))

    given(*REFUSED, again).when(pause()).then(paused())


# Papers on file.


def test_papers_kept_are_a_small_signal_for_the_odds() -> None:
    given(*REFUSED).when(keep()).then(kept(), on_file())


def test_papers_may_be_kept_without_any_answer() -> None:
    given(*APPLIED).when(keep()).then(kept(), on_file())


def test_papers_may_be_kept_for_that_day_only() -> None:
    given(*APPLIED).when(keep(until=day(10))).then(kept(until=day(10)), on_file())


def test_the_same_papers_again_are_already_so() -> None:
    given(*APPLIED, keep()).when(keep(happened_on=day(12))).then_nothing()


def test_papers_kept_longer_are_no_second_signal() -> None:
    given(*APPLIED, keep()).when(keep(happened_on=day(90), until=day(200))).then(
        kept(happened_on=day(90), until=day(200))
    )


@pytest.mark.parametrize(
    "earlier",
    [
        answer(answer="rejected_unseen", also_heard=("resource_bank",)),
        learn(from_step=LETTER, odds=(OddsSignalInput(signal="resource_bank"),)),
    ],
    ids=["with the answer", "in the step"],
)
def test_papers_that_were_heard_of_are_no_second_signal(earlier: UserCommand) -> None:
    given(*APPLIED, earlier).when(keep()).then(kept())


def test_papers_heard_of_after_they_were_noted_are_no_second_signal() -> None:
    also = answer(answer="second_round", also_heard=("resource_bank", "referral"), happened_on=day(12))

    given(*APPLIED, keep()).when(also).then(
        answered(answer="second_round", happened_on=day(12)),
        heard("referral", happened_on=day(12), source=FROM_LETTER, answer_to=LETTER),
    )


def test_each_approach_has_its_own_signal() -> None:
    other = (plan(experiment_id=RISK, kind="application"), run(experiment_id=RISK))
    source = Source(kind="experiment", id=RISK)

    given(*APPLIED, keep(), *other).when(keep(experiment_id=RISK)).then(
        kept(experiment_id=RISK), on_file(source=source, answer_to=RISK)
    )


def test_papers_of_a_step_without_a_role_are_no_signal() -> None:
    open_talk = (plan(experiment_id=LETTER, role_id=None), run(experiment_id=LETTER))

    given(start(), *open_talk).when(keep()).then(kept())


def test_how_long_papers_are_kept_is_not_changed_from_an_earlier_day() -> None:
    given(*APPLIED, keep()).when(keep(happened_on=day(9), until=day(200))).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(day(10))
    )


def test_papers_are_not_kept_before_they_went_out() -> None:
    given(*APPLIED).when(keep(happened_on=day(1))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(day(2))
    )


def test_papers_are_not_kept_until_a_day_that_has_passed() -> None:
    given(*APPLIED).when(keep(until=day(9))).then_refused(
        InvalidValue, field="until", allowed=later_than(day(10))
    )


@pytest.mark.parametrize(
    ("so_far", "allowed"),
    [
        ((), "the id of a planned step"),
        ((write(),), "a step that took place, or was cancelled or declined"),
        ((write(), refuse(experiment_id=LETTER)), "a step that took place"),
    ],
    ids=["unknown", "planned", "refused"],
)
def test_papers_are_kept_from_an_approach_that_took_place(
    so_far: tuple[UserCommand, ...], allowed: str
) -> None:
    given(*ABOUT_TEACHING, *so_far).when(keep()).then_refused(
        InvalidOperation, field="experiment_id", allowed=allowed
    )


def test_the_day_of_the_papers_passes() -> None:
    given(*APPLIED, keep()).when(expire()).then(expired())


def test_the_day_of_the_papers_passes_once() -> None:
    given(*APPLIED, keep(), expired()).when(expire(happened_on=day(120))).then_nothing()


def test_papers_kept_longer_pass_again() -> None:
    longer = keep(happened_on=day(90), until=day(200))

    given(*APPLIED, keep(), longer).when(expire(happened_on=day(201))).then(expired(happened_on=day(201)))


def test_papers_kept_anew_after_their_day_pass_again() -> None:
    anew = keep(happened_on=day(102), until=day(200))

    given(*APPLIED, keep(), expired(), anew).when(expire(happened_on=day(201))).then(
        expired(happened_on=day(201))
    )


@pytest.mark.parametrize("on", [day(99), UNTIL])
def test_the_day_of_the_papers_does_not_pass_early(on: object) -> None:
    given(*APPLIED, keep()).when(expire(happened_on=on)).then_refused(
        InvalidOperation, field="happened_on", allowed=f"after {UNTIL}"
    )


@pytest.mark.parametrize("experiment_id", [LETTER, STRANGER])
def test_papers_that_are_not_kept_do_not_pass(experiment_id: object) -> None:
    given(*APPLIED).when(expire(experiment_id=experiment_id)).then_refused(
        InvalidOperation, field="experiment_id", allowed="an approach where your details are kept on file"
    )


def test_a_day_that_passed_may_outlive_the_note_of_it() -> None:
    assert {LETTER} == fold_events([expired()]).refusals.expired.keys()
