"""What the profile suggests: nothing planned already, a lower rung where a step is dreaded, and whether to try it or park it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.decide import UserCommand
from projections.fold import fold
from projections.game.projection import GAME
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from projections.profile.summary import profile_sentences
from projections.profile.view import LowerRung, Profile, SuggestionView
from tests.domain.journeys import (
    ABOUT_TEACHING,
    MONDAY,
    RISK,
    TEACHER,
    cancel,
    contact,
    day,
    discover,
    drop,
    plan,
    run,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import entries

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
EVENING = day(9)
days = st.integers(0, 90).map(lambda ahead: SET_OUT + timedelta(days=ahead))


def profile(*told: UserCommand, on: date = EVENING) -> Profile:
    return PROFILE.view(fold(PROFILE, entries(decide_commands(told))), on, DEFAULT_PARAMETERS)


def about_teaching(*told: UserCommand, on: date = EVENING) -> SuggestionView:
    (found,) = (one for one in profile(*told, on=on).suggestions if one.role_id == TEACHER)
    return found


@pytest.mark.parametrize(
    ("since", "kinds"),
    [
        ((), ["conversation"] * 4),
        ((plan(),), ["conversation", "job_shadow", "job_shadow", "job_shadow"]),
        ((plan(), run()), ["conversation", "job_shadow", "conversation", "conversation"]),
        ((plan(), cancel()), ["conversation", "job_shadow", "conversation", "conversation"]),
        ((plan(), drop()), ["conversation", "job_shadow", "conversation", "conversation"]),
    ],
    ids=["nothing planned", "planned", "run", "called off", "dropped"],
)
def test_a_planned_step_is_not_suggested_until_it_was_taken_or_dropped(
    since: Sequence[UserCommand], kinds: list[str]
) -> None:
    told = (*ABOUT_TEACHING, discover(role_id=RISK, title="risk manager", distance="far"), *since)

    assert [about_teaching(*told, on=day(ahead)).kind for ahead in (0, 1, 2, 9)] == kinds


def dreaded(name: str, dread: int, at: int, **planned: Any) -> tuple[UserCommand, ...]:
    """A step of a day and the dread before it, with nobody named unless a contact is."""
    return (
        plan(experiment_id=uid(name), happened_on=day(at), role_id=None, dread_before=dread, **planned),
        run(experiment_id=uid(name), happened_on=day(at)),
    )


WEAK, STRONG = contact(contact_id=uid("Wim"), name="Wim", tie="weak"), contact()
CALM = [one for number in range(5) for one in dreaded(f"calm {number}", 2, 4 + number, kind="desk_research")]
FRIENDS = dreaded("friend", 0, 2, contact=STRONG)


def test_a_conversation_that_is_dreaded_comes_with_the_lower_rung() -> None:
    told = (*ABOUT_TEACHING, *dreaded("far", 9, 1, contact=WEAK), *FRIENDS, *CALM)

    # Bearable is 2, and two above it. (2 x 5 + 0) / 3 and (2 x 5 + 9) / 3
    assert about_teaching(*told).lower == LowerRung(
        rung="strong_tie_talk", kind="conversation", dread=10 / 3, instead_of=19 / 3
    )


@pytest.mark.parametrize(
    "told",
    [
        (*dreaded("far", 9, 1, contact=WEAK), *FRIENDS),
        (*dreaded("far", 0, 1, contact=WEAK), *FRIENDS, *CALM),
        (*dreaded("far", 9, 1, contact=WEAK), *dreaded("friend", 9, 2, contact=STRONG), *CALM),
    ],
    ids=["nothing calmer", "not dreaded", "the lower rung dreaded too"],
)
def test_no_lower_rung_is_offered_unless_the_step_is_too_much_and_a_lower_one_is_not(
    told: tuple[UserCommand, ...],
) -> None:
    assert about_teaching(*ABOUT_TEACHING, *told).lower is None


def test_a_lower_rung_that_is_planned_is_not_offered_beside_a_day() -> None:
    shadow = (
        plan(experiment_id=uid("day"), kind="job_shadow", role_id=RISK, dread_before=9),
        run(experiment_id=uid("day")),
    )
    told = (*ABOUT_TEACHING, discover(role_id=RISK, title="risk manager", distance="far"), *shadow, *CALM)
    planned = about_teaching(*told, plan(happened_on=day(9)))

    assert (planned.kind, planned.lower) == ("job_shadow", None)


def test_the_coach_reads_of_the_lower_rung() -> None:
    told = (*ABOUT_TEACHING, *dreaded("far", 9, 1, contact=WEAK), *FRIENDS, *CALM)

    assert profile_sentences(profile(*told))[-1] == (
        "One rung lower: a conversation with someone they know well, dreaded at about 3 instead of 6."
    )


def test_a_suggestion_says_in_how_many_weeks_it_was_made_and_when_to_try_or_park() -> None:
    def offered(week: int) -> OfferSuggestions:
        return OfferSuggestions(
            happened_on=day(7 * week),
            monday=MONDAY + timedelta(weeks=week),
            offers=(OfferedExperimentInput(role_id=TEACHER, kind="conversation"),),
        )

    told: tuple[UserCommand, ...] = (*ABOUT_TEACHING, *(offered(week) for week in range(3)))
    shown = [about_teaching(*told, on=day(7 * week)) for week in range(3)]

    assert [(one.offered, one.test_or_park) for one in shown] == [(1, False), (2, False), (3, True)]
    assert not about_teaching(*told, plan(), run(), on=day(20)).test_or_park


@given(histories(), days)
@long_histories
def test_the_dreads_of_a_lower_rung_are_those_of_the_game(history: History, on: date) -> None:
    ladder = GAME.view(fold(GAME, history.entries()), on, DEFAULT_PARAMETERS).courage.ladder
    predicted = {one.name: one.predicted for one in ladder.rungs}
    borne = ladder.bearable + 2
    conversation = predicted["weak_tie_talk"], predicted["strong_tie_talk"]
    suggested = PROFILE.view(fold(PROFILE, history.entries()), on, DEFAULT_PARAMETERS).suggestions

    for one in suggested:
        if one.kind == "conversation" and conversation[0] > borne >= conversation[1]:
            assert one.lower is not None
        if one.lower:
            assert one.lower.dread == predicted[one.lower.rung] <= borne < one.lower.instead_of
            assert one.lower.instead_of in predicted.values()
