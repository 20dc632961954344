"""What the profile suggests: nothing planned already, a lower rung where a step is dreaded, and whether to try it or park it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.journey.commands.network import ContactInput
from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.commands.weeks import PlanWeek, ReviewWeek
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import WeekPlanned, WeekReviewed, monday_of
from domain.vocabulary import FirstNextWeek
from projections.fold import fold
from projections.game.projection import GAME
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.wording import round_half_up
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
    learn,
    park,
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


def dreaded(
    name: str, dread: int, at: int, role_id: UUID | None = None, **planned: Any
) -> tuple[UserCommand, ...]:
    """A step of a day and the dread before it, with nobody named unless a contact is."""
    return (
        plan(experiment_id=uid(name), happened_on=day(at), role_id=role_id, dread_before=dread, **planned),
        run(experiment_id=uid(name), happened_on=day(at)),
    )


WEAK, STRONG = contact(contact_id=uid("Wim"), name="Wim", tie="weak"), contact()
CALM = [one for number in range(5) for one in dreaded(f"calm {number}", 2, 4 + number, kind="desk_research")]
FRIENDS = dreaded("friend", 0, 2, contact=STRONG)
ROLES = (*ABOUT_TEACHING, discover(role_id=RISK, title="risk manager", distance="far"))


def teacher(name: str) -> ContactInput:
    """Somebody who teaches, whom the client hardly knows."""
    return contact(contact_id=uid(f"teacher {name}"), name=name, tie="weak", in_role=True)


def test_a_conversation_that_is_dreaded_comes_with_the_lower_rung() -> None:
    told = (*ABOUT_TEACHING, *dreaded("far", 9, 1, contact=WEAK), *FRIENDS, *CALM)

    # Bearable is 2. (2 x 5 + 0) / 3 and (2 x 5 + 9) / 3
    assert about_teaching(*told).lower == LowerRung(
        rung="strong_tie_talk", kind="conversation", dread=10 / 3, instead_of=19 / 3
    )


@pytest.mark.parametrize(
    "told",
    [
        (*dreaded("far", 9, 1, contact=WEAK), *CALM),
        (*dreaded("far", 0, 1, contact=WEAK), *FRIENDS, *CALM),
        (*dreaded("far", 9, 1, contact=WEAK), *dreaded("friend", 9, 2, contact=STRONG), *CALM),
    ],
    ids=["no lower one rated", "not dreaded", "the lower rung dreaded too"],
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


def test_an_application_that_is_dreaded_comes_with_a_conversation() -> None:
    """Teaching is known from four conversations that were dreaded a little, and two applications much."""
    steps = [
        one
        for name in "abcd"
        for one in (
            *dreaded(name, 3, 3, contact=teacher(name), role_id=TEACHER),
            learn(from_step=uid(name), appeal=9),
        )
    ]
    sent = [one for name in "ef" for one in dreaded(name, 8, 2, kind="application", role_id=TEACHER)]
    shown = about_teaching(*ROLES, *steps, *sent)

    # Bearable is 3. (2 x 5 + 4 x 3) / 6 and (2 x 5 + 2 x 8) / 4
    assert (shown.kind, shown.lower) == (
        "application",
        LowerRung(rung="weak_tie_talk", kind="conversation", dread=22 / 6, instead_of=6.5),
    )


@given(histories(), days)
@long_histories
def test_a_lower_rung_goes_by_what_the_client_rated(history: History, on: date) -> None:
    courage = GAME.view(fold(GAME, history.entries()), on, DEFAULT_PARAMETERS).courage
    rungs = {one.name: one for one in courage.ladder.rungs}
    above = {"conversation": rungs["weak_tie_talk"], "job_shadow": rungs["shadow"]}

    for one in PROFILE.view(fold(PROFILE, history.entries()), on, DEFAULT_PARAMETERS).suggestions:
        if one.lower:
            assert one.lower.dread == rungs[one.lower.rung].predicted
            assert rungs[one.lower.rung].rated
            assert round_half_up(one.lower.dread) < round_half_up(one.lower.instead_of)
            assert one.lower.instead_of > courage.ladder.bearable + 1
            if step := above.get(one.kind):
                assert (one.lower.instead_of, step.rated > 0) == (step.predicted, True)


# What the client put first.

HIRER = contact(contact_id=uid("Hilde"), name="Hilde", can_hire=True)
MET = (
    plan(contact=contact(in_role=True)),
    run(),
    plan(experiment_id=uid("hirer"), role_id=RISK, contact=HIRER),
    drop(experiment_id=uid("hirer")),
)
"""Teaching was met once; risk management was not, but a contact is known who hires for it."""
FIRST: tuple[FirstNextWeek, ...] = get_args(FirstNextWeek)


def review(first: FirstNextWeek | None, *, week: int = 0, **fields: Any) -> ReviewWeek:
    """The review of a week, on its Sunday; what comes first is risk management, if it is a role."""
    return ReviewWeek(
        happened_on=MONDAY + timedelta(weeks=week, days=6),
        monday=MONDAY + timedelta(weeks=week),
        conclusion="people tell more than adverts",
        first=first,
        first_role_id=RISK if first == "role" else None,
        **fields,
    )


def plan_week(first: FirstNextWeek | None, *, week: int = 1) -> PlanWeek:
    return PlanWeek(
        happened_on=MONDAY + timedelta(weeks=week),
        monday=MONDAY + timedelta(weeks=week),
        first=first,
        first_role_id=RISK if first == "role" else None,
    )


@pytest.mark.parametrize(
    ("first", "roles", "changed"),
    [
        (None, [TEACHER, RISK], None),
        ("usual", [TEACHER, RISK], None),
        ("role", [RISK, TEACHER], True),
        ("hirer", [RISK, TEACHER], True),
        ("new_role", [RISK, TEACHER], True),
    ],
)
def test_the_last_review_orders_the_suggestions(
    first: FirstNextWeek | None, roles: list[UUID], changed: bool | None
) -> None:
    shown = profile(*ROLES, *MET, review(first), on=day(6))
    order = shown.suggestion_order

    assert [one.role_id for one in shown.suggestions] == roles
    assert (order.changed if order else None) == changed
    if order:
        assert (order.first, order.chosen_in, order.monday, order.fits) == (first, "review", MONDAY, True)


def test_nobody_comes_first_when_nobody_who_hires_is_known() -> None:
    shown = profile(*ROLES, *MET[:2], review("hirer"), on=day(6))

    assert [one.hirer for one in shown.suggestions] == [None, None]
    assert shown.suggestion_order is not None
    assert (shown.suggestion_order.fits, shown.suggestion_order.changed) == (False, False)


def test_a_suggestion_names_who_hires_as_of_the_last_plan() -> None:
    other = plan(
        experiment_id=uid("other"),
        role_id=RISK,
        happened_on=day(4),
        contact=contact(contact_id=uid("Otto"), name="Otto", can_hire=True),
    )

    def hirers(on: date) -> dict[UUID, UUID | None]:
        return {one.role_id: one.hirer for one in profile(*ROLES, *MET, other, on=on).suggestions}

    assert hirers(day(0)) == {TEACHER: None, RISK: None}
    assert hirers(day(3)) == {TEACHER: None, RISK: uid("Hilde")}
    assert hirers(day(4)) == {TEACHER: None, RISK: uid("Otto")}


def test_the_order_holds_from_the_monday_after_the_review_on() -> None:
    told = (*ROLES, *MET, review("role"))

    assert profile(*told, on=day(4)).suggestion_order is None
    assert profile(*told, on=day(5)).suggestion_order is not None


@pytest.mark.parametrize(
    ("told", "first", "chosen_in", "week"),
    [
        ((review("role"), plan_week("usual")), None, None, None),
        ((review("role"), plan_week("new_role")), "new_role", "plan", 1),
        ((review("role"), plan_week(None)), "role", "review", 0),
        ((review("role"), plan_week("usual", week=2)), "role", "review", 0),
        ((review("role"), review(None, week=1)), "role", "review", 0),
        ((review("role"), plan_week("usual"), plan_week("hirer")), "hirer", "plan", 1),
    ],
    ids=["usual", "another", "no word of it", "of another week", "this week's review", "said again"],
)
def test_the_plan_of_this_week_wins_over_the_review_of_the_last(
    told: tuple[UserCommand, ...], first: FirstNextWeek | None, chosen_in: str | None, week: int | None
) -> None:
    order = profile(*ROLES, *MET, *told, on=day(11)).suggestion_order

    assert (order.first if order else None) == first
    assert (order.chosen_in if order else None) == chosen_in
    assert (order.monday if order else None) == (None if week is None else MONDAY + timedelta(weeks=week))


def test_the_last_week_that_was_reviewed_counts_though_weeks_came_between() -> None:
    told = (*ROLES, *MET, review("role"), review("hirer", week=1))

    assert [
        order.first for ahead in (6, 13, 27) if (order := profile(*told, on=day(ahead)).suggestion_order)
    ] == ["role", "hirer", "hirer"]


def test_where_nothing_fits_the_usual_order_stands() -> None:
    told = (*ROLES, *MET, park(role_id=RISK, happened_on=day(3)), review("role"))
    order = profile(*told, on=day(6)).suggestion_order

    assert order is not None
    assert (order.fits, order.changed, order.role_id) == (False, False, RISK)


def test_the_coach_reads_that_the_client_put_it_first() -> None:
    told = (*ROLES, *MET)

    assert profile_sentences(profile(*told, review("role"), on=day(6)))[-1] == (
        "It comes first because of last week's conclusion."
    )
    assert "comes first because" not in " ".join(
        profile_sentences(profile(*told, review("usual"), on=day(6)))
    )


@given(histories(), days, st.sampled_from(FIRST), st.data())
@long_histories
def test_what_comes_first_changes_the_order_and_nothing_else(
    history: History, on: date, first: FirstNextWeek, data: st.DataObject
) -> None:
    assume(on >= history.journey.started.event.happened_on)
    monday = monday_of(on)
    orders = (WeekPlanned, WeekReviewed)
    events = [one for one in history.events if one.happened_on <= on and not isinstance(one, orders)]
    role_id = data.draw(st.sampled_from([None, *(history.journey.roles)]))
    planned: AnyJourneyEvent = WeekPlanned(happened_on=on, monday=monday, first=first, first_role_id=role_id)
    reviewed: AnyJourneyEvent = WeekReviewed(
        happened_on=on, monday=monday - timedelta(days=7), conclusion="-", first=first, first_role_id=role_id
    )

    def view(*told: AnyJourneyEvent) -> Profile:
        return PROFILE.view(fold(PROFILE, entries([*events, *told])), on, DEFAULT_PARAMETERS)

    usual, ordered = view(), view(planned if data.draw(st.booleans()) else reviewed)
    changed = ordered.suggestions != usual.suggestions

    assert set(ordered.suggestions) == set(usual.suggestions)
    assert replace(ordered, suggestions=usual.suggestions, suggestion_order=None) == usual
    assert changed == bool(ordered.suggestion_order and ordered.suggestion_order.changed)
