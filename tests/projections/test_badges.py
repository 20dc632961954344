"""Badges: each rule by itself, most of them blind to what others answered."""

from datetime import date, timedelta
from typing import Any, get_args

import pytest

from domain.journey.commands.allies import MakeIntroduction
from domain.journey.commands.evidence import StrengthInput
from domain.journey.commands.experiments import ForecastInput
from domain.journey.commands.refusals import ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.journey.decide import UserCommand
from domain.vocabulary import Witness
from projections.game.badges import Badge
from tests.domain.journeys import (
    ABOUT_TEACHING,
    ANOUK,
    APPLIED,
    LETTER,
    MONDAY,
    TALKED,
    answer,
    ask_why,
    cancel,
    contact,
    day,
    discover,
    follow_up,
    hear_why,
    learn,
    park,
    plan,
    refuse,
    reopen,
    run,
    silence,
    start,
    uid,
)
from tests.projections.small_games import earned, game, step_of

REFUSED = answer(answer="rejected_unseen")
STRENGTH = uid("calm")


def not_earned(needed: int, so_far: int = 0) -> tuple[int, int, None]:
    return so_far, needed, None


def test_every_badge_is_shown_before_any_was_earned() -> None:
    shown = game(start()).badges

    assert [one.badge for one in shown] == list(get_args(Badge))
    assert {(one.done, one.earned_on) for one in shown} == {(0, None)}


@pytest.mark.parametrize(("rating", "so_far"), [(5, 1), (6, 0), (9, 0), (10, 0)])
def test_glad_i_asked_is_a_rating_three_or_more_from_its_forecast(rating: int, so_far: int) -> None:
    told = (*ABOUT_TEACHING, plan(forecast=ForecastInput(appeal=8)), run(), learn(appeal=rating))

    assert earned("glad_i_asked", *told)[0] == so_far


def test_glad_i_asked_rewards_the_better_surprise_as_well() -> None:
    told = (*ABOUT_TEACHING, plan(forecast=ForecastInput(appeal=2)), run(), learn(appeal=5))

    assert earned("glad_i_asked", *told) == (1, 1, day(2))
    assert earned("glad_i_asked", *ABOUT_TEACHING, plan(), run(), learn(appeal=5)) == not_earned(1)


def test_cartographer_is_five_new_roles_tested() -> None:
    found = [discover(role_id=uid(name), title=name, found="coach") for name in "abcde"]
    steps = [
        one for ahead, name in enumerate("abcde") for one in step_of(name, day(ahead), role_id=uid(name))
    ]

    assert earned("cartographer", start(), *found, *steps) == (5, 5, day(4))
    assert earned("cartographer", start(), *found, *steps, on=day(3)) == not_earned(5, 4)


def forecast_right(count: int, invited: float = 0.9, since: int = 3) -> list[UserCommand]:
    """Applications that were forecast and led to an invitation, one a day."""
    commands: list[UserCommand] = []
    for ahead in range(since, since + count):
        name, guess = f"letter {ahead} {invited}", ForecastInput(invited=invited)
        commands += step_of(name, day(1), kind="application", forecast=guess)
        commands.append(answer(experiment_id=uid(name), happened_on=day(ahead)))
    return commands


def test_straight_forecaster_is_a_brier_score_below_a_fifth_over_eight() -> None:
    assert earned("straight_forecaster", *ABOUT_TEACHING, *forecast_right(8)) == (8, 8, day(10))
    assert earned("straight_forecaster", *ABOUT_TEACHING, *forecast_right(7)) == not_earned(8, 7)
    assert earned("straight_forecaster", *ABOUT_TEACHING, *forecast_right(9, 0.5)) == not_earned(8, 8)


def test_who_foresees_refusals_is_as_straight_as_who_foresees_invitations() -> None:
    guess = ForecastInput(invited=0.1)
    refusals = [
        one
        for name in "abcdefgh"
        for one in (
            *step_of(name, day(1), kind="application", forecast=guess),
            answer(experiment_id=uid(name), happened_on=day(9), answer="rejected_unseen"),
        )
    ]

    assert earned("straight_forecaster", *ABOUT_TEACHING, *refusals) == (8, 8, day(9))


def test_straight_forecaster_is_not_lost_by_worse_forecasts_later() -> None:
    worse = forecast_right(20, 0.0, since=20)

    assert earned("straight_forecaster", *ABOUT_TEACHING, *forecast_right(8), *worse) == (8, 8, day(10))


def seen_by(name: str, on: date, witness: Witness, person: str | None = None) -> list[UserCommand]:
    who = contact(contact_id=uid(person), name=person) if person else None
    calm = StrengthInput(strength_id=STRENGTH, wording="calm", witness=witness)
    return [*step_of(name, on, contact=who), learn(from_step=uid(name), happened_on=on, strengths=(calm,))]


@pytest.mark.parametrize(
    ("first", "second", "so_far"),
    [
        (("self", None), ("contact", "Anouk"), 2),
        (("coach", None), ("contact", "Anouk"), 2),
        (("contact", "Anouk"), ("contact", "Bart"), 2),
        (("contact", "Anouk"), ("contact", "Anouk"), 1),
        (("contact", None), ("contact", "Anouk"), 1),
        (("self", None), ("self", None), 1),
    ],
)
def test_second_witness_is_another_who_saw_the_same_strength(first: Any, second: Any, so_far: int) -> None:
    told = (*ABOUT_TEACHING, *seen_by("one", day(2), *first), *seen_by("two", day(5), *second))

    assert earned("second_witness", *told) == (so_far, 2, day(5) if so_far == 2 else None)


def test_bridge_builder_is_an_introduction() -> None:
    met = (start(), *step_of("talk", day(2), role_id=None, contact=contact()))
    made = MakeIntroduction(happened_on=day(4), introduction_id=uid("peer"), contact_id=ANOUK)

    assert earned("bridge_builder", *met) == not_earned(1)
    assert earned("bridge_builder", *met, made) == (1, 1, day(4))


@pytest.mark.parametrize(
    ("planned", "so_far"),
    [
        ({"contact": contact(tie="none"), "dread_before": 7}, 1),
        ({"contact": contact(tie="none"), "dread_before": 6}, 0),
        ({"contact": contact(tie="weak"), "dread_before": 9}, 0),
        ({"kind": "follow_up", "dread_before": 7}, 1),
        ({"kind": "follow_up"}, 0),
    ],
)
def test_cold_feet_warm_call_is_a_dreaded_cold_or_feedback_call(planned: dict[str, Any], so_far: int) -> None:
    assert earned("cold_feet_warm_call", *ABOUT_TEACHING, plan(**planned), run())[0] == so_far


@pytest.mark.parametrize("outcome", [run(), cancel(), refuse()])
def test_a_dreaded_call_counts_whatever_came_of_it(outcome: UserCommand) -> None:
    told = (*ABOUT_TEACHING, plan(kind="follow_up", dread_before=8), outcome)

    assert earned("cold_feet_warm_call", *told) == (1, 1, day(2))


PAUSED = PauseAfterRefusal(happened_on=day(9), experiment_id=LETTER, skipped=True)
NOTHING_IN_IT = ConcludeRefusal(happened_on=day(12), experiment_id=LETTER)
KEPT = KeepOnFile(happened_on=day(13), experiment_id=LETTER, until=day(200))
CALL = step_of("call", day(11), kind="follow_up", role_id=None, refers_to=LETTER)


def test_good_host_of_a_no_takes_one_refusal_through_all_its_steps() -> None:
    whole = (*APPLIED, REFUSED, PAUSED, ask_why(), hear_why(), NOTHING_IN_IT, follow_up(happened_on=day(14)))

    assert earned("good_host_of_a_no", *whole) == (5, 5, day(14))
    assert earned("good_host_of_a_no", *whole, on=day(12)) == not_earned(5, 4)


def test_papers_kept_take_the_place_of_a_knock_and_the_call_may_be_a_step_of_its_own() -> None:
    asked = ask_why(experiment_id=uid("call"), happened_on=day(11))
    heard = hear_why(experiment_id=uid("call"), happened_on=day(11))
    told = (*APPLIED, REFUSED, PAUSED, *CALL, asked, heard, NOTHING_IN_IT)

    assert earned("good_host_of_a_no", *told) == not_earned(5, 4)
    assert earned("good_host_of_a_no", *told, KEPT) == (5, 5, day(13))


def test_parts_of_two_refusals_do_not_add_up() -> None:
    other = [
        *step_of("other", day(2), kind="application"),
        answer(experiment_id=uid("other"), answer="rejected_unseen"),
    ]
    told = (*APPLIED, REFUSED, PAUSED, NOTHING_IN_IT, *other, ask_why(experiment_id=uid("other")))

    assert earned("good_host_of_a_no", *told) == not_earned(5, 2)


def test_what_was_done_before_the_refusal_is_no_hosting_of_it() -> None:
    told = (*APPLIED, follow_up(happened_on=day(5)), ask_why(happened_on=day(5)), REFUSED)

    assert earned("good_host_of_a_no", *told) == not_earned(5)


@pytest.mark.parametrize("kept", [True, False])
def test_door_keeper_asks_to_keep_the_papers_whatever_they_say(kept: bool) -> None:
    asked = (*APPLIED, REFUSED, ask_why())

    assert earned("door_keeper", *asked, hear_why()) == not_earned(1)
    assert earned("door_keeper", *asked, hear_why(kept_on_file=kept)) == (1, 1, day(10))


def test_door_keeper_may_knock_instead() -> None:
    knock = step_of("knock", day(30), kind="follow_up", refers_to=LETTER)

    assert earned("door_keeper", *APPLIED, REFUSED, *knock) == (1, 1, day(30))
    assert earned("door_keeper", *APPLIED, silence(), *knock) == not_earned(1)
    assert earned("door_keeper", *APPLIED, REFUSED, KEPT) == (1, 1, day(13))


def test_came_back_is_a_step_after_two_missed_weeks() -> None:
    third = MONDAY + timedelta(days=14)

    assert earned("came_back", *ABOUT_TEACHING, *step_of("back", third)) == (1, 1, third)
    assert earned("came_back", *TALKED, *step_of("back", third)) == not_earned(1)


def test_let_go_is_a_role_that_was_parked_even_if_it_is_reopened() -> None:
    assert earned("let_go", *ABOUT_TEACHING) == not_earned(1)
    assert earned("let_go", *ABOUT_TEACHING, park(), reopen()) == (1, 1, day(3))
