"""How well the client guesses: liking, single applications and five tries, each from four cases, never averaged together."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.experiments import ForecastInput
from domain.journey.decide import UserCommand
from domain.vocabulary import FiveTries
from projections.fold import fold
from projections.learning_model.guesses import five_tries_guesses, liking_gap, liking_guesses
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from projections.profile.view import ForecastsView
from tests.domain.journeys import (
    ABOUT_TEACHING,
    RISK,
    answer,
    cancel,
    day,
    discover,
    learn,
    plan,
    run,
    silence,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import entries

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 120).map(lambda ahead: SET_OUT + timedelta(days=ahead))
LATE = day(90)


def settled(*told: UserCommand, on: date = LATE) -> list[tuple[float, bool]]:
    state = fold(PROFILE, entries(decide_commands((*ABOUT_TEACHING, *told))))
    return five_tries_guesses(state, on, DEFAULT_PARAMETERS)


def forecasts(*told: UserCommand, on: date = LATE) -> ForecastsView:
    state = fold(PROFILE, entries(decide_commands((*ABOUT_TEACHING, *told))))
    return PROFILE.view(state, on, DEFAULT_PARAMETERS).forecasts


def guess(
    name: str = "guess", five_tries: FiveTries = "perhaps", *, at: int = 1, **fields: Any
) -> UserCommand:
    """A conversation planned with a guess about five tries."""
    return plan(
        experiment_id=uid(name), happened_on=day(at), forecast=ForecastInput(five_tries=five_tries), **fields
    )


def tried(
    number: int, reply: str | None = "rejected_unseen", *, at: int | None = None, **fields: Any
) -> list[UserCommand]:
    """An application of a day, with a reply a week later."""
    name, on = f"try {number}", day(at if at is not None else 1 + number)
    sent: list[UserCommand] = [
        plan(experiment_id=uid(name), kind="application", happened_on=on, **fields),
        run(experiment_id=uid(name), happened_on=on),
    ]
    if reply is None:
        return sent
    heard = {"experiment_id": uid(name), "happened_on": on + timedelta(days=7)}
    if reply == "silence":
        return [*sent, silence(experiment_id=uid(name), happened_on=on + timedelta(days=28))]
    close = True if reply == "rejected_after_interview" else None
    return [*sent, answer(**heard, answer=reply, close=close)]


def tries(replies: Sequence[str | None]) -> list[UserCommand]:
    return [one for number, reply in enumerate(replies, 1) for one in tried(number, reply)]


NO = "rejected_unseen"


@pytest.mark.parametrize(
    ("replies", "came"),
    [
        ([], None),
        ([NO] * 4, None),
        ([NO] * 5, False),
        ([NO, NO, NO, NO, None], None),
        ([NO, "silence", NO, "silence", NO], False),
        (["invited"], True),
        ([NO, None, None, None, "invited"], True),
        ([NO] * 5 + ["invited"], False),
        ([None, NO, NO, NO, NO, "invited"], None),
        ([NO, "rejected_after_interview"], True),
        (["offer"], True),
        ([NO, "called_back"], None),
    ],
)
def test_a_guess_is_settled_by_an_interview_within_five_approaches_or_by_five_without(
    replies: list[str | None], came: bool | None
) -> None:
    expected = [] if came is None else [(0.40, came)]

    assert settled(guess(), *tries(replies)) == expected


@pytest.mark.parametrize(
    ("word", "chance"), [("no", 0.15), ("perhaps", 0.40), ("probably", 0.65), ("yes", 0.90)]
)
def test_a_word_stands_for_a_chance(word: FiveTries, chance: float) -> None:
    assert settled(guess(five_tries=word), *tries(["invited"])) == [(chance, True)]


def test_only_approaches_for_the_role_since_the_guess_count() -> None:
    other = [discover(role_id=RISK, title="risk manager"), *tried(1, "invited", role_id=RISK)]
    before = tried(2, "invited", at=1)

    assert settled(*other, guess(at=5)) == []
    assert settled(*before, guess(at=5)) == []
    assert settled(*before, guess(at=1)) == [(0.40, True)]


def test_an_interview_without_an_application_is_an_approach_of_its_own() -> None:
    invited = (
        plan(experiment_id=uid("interview"), kind="interview", happened_on=day(3)),
        run(experiment_id=uid("interview"), happened_on=day(4)),
    )

    assert settled(guess(), *invited) == [(0.40, True)]
    assert settled(guess(), *invited, on=day(3)) == []


def test_an_application_that_was_followed_by_an_interview_led_to_one() -> None:
    later = (
        plan(experiment_id=uid("interview"), kind="interview", happened_on=day(20), refers_to=uid("try 5")),
        run(experiment_id=uid("interview"), happened_on=day(21)),
    )

    assert settled(guess(), *tries([NO, NO, NO, NO, None]), *later) == [(0.40, True)]


def test_an_application_that_was_called_off_is_no_approach() -> None:
    off = (
        plan(experiment_id=uid("off"), kind="application", happened_on=day(2)),
        cancel(experiment_id=uid("off"), happened_on=day(2)),
    )

    assert settled(guess(), *off, *tries([NO] * 4)) == []


def liked(name: str, expected: int, rating: int) -> list[UserCommand]:
    """A conversation with a guess, and how much it was liked."""
    return [
        plan(experiment_id=uid(name), happened_on=day(1), forecast=ForecastInput(appeal=expected)),
        run(experiment_id=uid(name)),
        learn(from_step=uid(name), appeal=rating),
    ]


def test_the_gap_of_liking_is_a_mean_with_a_side() -> None:
    told = [*liked("a", 5, 9), *liked("b", 6, 7), *liked("c", 4, 6), *liked("d", 5, 5)]

    shown = forecasts(*told)

    assert shown.liking_rated == 4
    assert shown.liking_gap == pytest.approx(1.75)
    assert liking_gap([(9, 5)] * 4, DEFAULT_PARAMETERS) == -4


def test_a_guess_without_a_rating_and_a_rating_without_a_guess_are_no_cases() -> None:
    unrated = plan(experiment_id=uid("unrated"), forecast=ForecastInput(appeal=5))
    unguessed: list[UserCommand] = [plan(), run(), learn(appeal=9)]

    assert forecasts(unrated, run(experiment_id=uid("unrated")), *unguessed).liking_rated == 0


def test_below_four_cases_nothing_is_said_and_each_kind_counts_by_itself() -> None:
    hoped = ForecastInput(invited=0.5)
    sent = [one for number in range(1, 5) for one in tried(number, "invited", forecast=hoped)]
    guesses = [guess(f"guess {one}") for one in "abc"]
    shown = forecasts(*guesses, *sent, *liked("a", 5, 9))

    assert (shown.answered, shown.brier, shown.expected, shown.invited) == (4, 0.25, 0.5, 1.0)
    assert (shown.five_tries, shown.five_tries_brier) == (3, None)
    assert (shown.liking_rated, shown.liking_gap) == (1, None)


def test_five_tries_have_a_score_of_their_own() -> None:
    guesses = [guess(f"guess {word}", word) for word in ("no", "perhaps", "probably", "yes")]
    shown = forecasts(*guesses, *tries(["invited"]))

    assert shown.five_tries == 4
    assert shown.five_tries_brier == pytest.approx((0.85**2 + 0.60**2 + 0.35**2 + 0.10**2) / 4)
    assert shown.brier is None


@given(histories(), days)
@long_histories
def test_guesses_at_a_date_depend_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    whole = fold(PROFILE, history.entries())
    early = fold(PROFILE, entries([one for one in history.events if one.happened_on <= on]))

    assert five_tries_guesses(whole, on, DEFAULT_PARAMETERS) == five_tries_guesses(
        early, on, DEFAULT_PARAMETERS
    )
    assert liking_guesses(whole, on) == liking_guesses(early, on)
