"""Weeks, named by their Monday: planned as often as one likes, closed once, or taken off."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.errors import DomainError, InvalidOperation, InvalidValue
from domain.journey.aggregate import evolve
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.course import AdjustPlan
from domain.journey.commands.weeks import DeclareRest, PlanWeek, ReviewWeek
from domain.journey.corrections.events import EntryRetracted
from domain.journey.decide import UserCommand, decide
from domain.journey.events.course import PlanAdjusted
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed, monday_of, reserve_weeks
from domain.vocabulary import FirstNextWeek
from tests.domain.journeys import (
    ABOUT_TEACHING,
    MONDAY,
    TALK,
    TEACHER,
    cancel,
    day,
    discover,
    drop,
    plan,
    refuse,
    run,
    start,
)
from tests.domain.scenario import given, journey_after

NEXT = MONDAY + timedelta(days=7)
THURSDAY, SUNDAY = day(1), day(4)


def plan_week(monday: date = NEXT, intention: str | None = "two talks", on: date = THURSDAY) -> PlanWeek:
    return PlanWeek(happened_on=on, monday=monday, intention=intention)


def review(monday: date = MONDAY, conclusion: str = "one talk", on: date = SUNDAY) -> ReviewWeek:
    return ReviewWeek(happened_on=on, monday=monday, conclusion=conclusion)


def rest(monday: date = NEXT, reason: str | None = "flu", on: date = THURSDAY) -> DeclareRest:
    return DeclareRest(happened_on=on, monday=monday, reason=reason)


def test_a_week_is_planned() -> None:
    given(start()).when(plan_week()).then(WeekPlanned(happened_on=day(1), monday=NEXT, intention="two talks"))


def test_the_week_of_the_start_began_before_it() -> None:
    given(start()).when(plan_week(MONDAY)).then(
        WeekPlanned(happened_on=day(1), monday=MONDAY, intention="two talks")
    )


def test_the_same_plan_again_is_already_so() -> None:
    given(start(), plan_week()).when(plan_week(on=day(2))).then_nothing()


def test_a_later_plan_follows_the_earlier_one() -> None:
    given(start(), plan_week()).when(plan_week(intention=None)).then(
        WeekPlanned(happened_on=day(1), monday=NEXT)
    )


def test_a_plan_taken_up_again_is_news() -> None:
    given(start(), plan_week(), plan_week(intention="one letter")).when(plan_week()).then(
        WeekPlanned(happened_on=day(1), monday=NEXT, intention="two talks")
    )


def test_a_week_is_closed_with_its_conclusion() -> None:
    given(start()).when(review()).then(WeekReviewed(happened_on=day(4), monday=MONDAY, conclusion="one talk"))


def test_a_week_closed_the_same_way_is_already_so() -> None:
    given(start(), review()).when(review(on=day(6))).then_nothing()


def test_a_closed_week_is_not_overwritten() -> None:
    given(start(), review()).when(review(conclusion="two talks")).then_refused(
        InvalidOperation, field="monday", allowed="a week that has not been reviewed"
    )


def test_a_week_is_not_closed_before_it_began() -> None:
    given(start()).when(review(NEXT)).then_refused(
        InvalidValue, field="monday", allowed=f"a Monday up to {day(4)}"
    )


def test_a_week_may_be_closed_on_its_first_day() -> None:
    given(start()).when(review(NEXT, on=NEXT)).then(
        WeekReviewed(happened_on=NEXT, monday=NEXT, conclusion="one talk")
    )


def test_a_week_is_taken_off() -> None:
    given(start()).when(rest()).then(RestDeclared(happened_on=day(1), monday=NEXT, reason="flu"))


def test_a_rest_again_is_already_so_whatever_the_reason() -> None:
    given(start(), rest()).when(rest(reason=None, on=day(2))).then_nothing()


def test_a_rest_needs_no_reason() -> None:
    given(start()).when(rest(reason=None)).then(RestDeclared(happened_on=day(1), monday=NEXT))


@pytest.mark.parametrize(
    "command", [plan_week(day(7)), review(day(0)), rest(day(7))], ids=lambda one: type(one).__name__
)
def test_a_week_is_named_by_its_monday(command: PlanWeek | ReviewWeek | DeclareRest) -> None:
    given(start()).when(command).then_refused(
        InvalidValue, field="monday", allowed=f"a Monday, such as {monday_of(command.monday)}"
    )


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("of", [plan_week, review, rest])
def test_no_week_lies_before_the_journey(of: Callable[[date], UserCommand], weeks: int) -> None:
    given(start()).when(of(MONDAY - timedelta(weeks=weeks))).then_refused(
        InvalidValue, field="monday", allowed=f"{MONDAY} or a later Monday"
    )


@pytest.mark.parametrize("offset", range(7))
def test_a_week_runs_from_monday_to_sunday(offset: int) -> None:
    assert monday_of(MONDAY + timedelta(days=offset)) == MONDAY


def test_sunday_belongs_to_the_week_before() -> None:
    assert monday_of(MONDAY - timedelta(days=1)) == MONDAY - timedelta(days=7)


def test_a_review_says_what_comes_first_in_the_week_after() -> None:
    command = ReviewWeek(
        happened_on=SUNDAY, monday=MONDAY, conclusion="ask who hires", first="role", first_role_id=TEACHER
    )

    given(start(), discover()).when(command).then(
        WeekReviewed(
            happened_on=SUNDAY,
            monday=MONDAY,
            conclusion="ask who hires",
            first="role",
            first_role_id=TEACHER,
        )
    )


def test_another_order_of_a_week_is_another_plan() -> None:
    command = PlanWeek(happened_on=THURSDAY, monday=NEXT, intention="two talks", first="usual")

    given(start(), plan_week()).when(command).then(
        WeekPlanned(happened_on=THURSDAY, monday=NEXT, intention="two talks", first="usual")
    )


@pytest.mark.parametrize(("first", "role_id"), [("role", None), ("usual", TEACHER), (None, TEACHER)])
def test_a_role_comes_first_by_its_id_and_nothing_else_has_one(
    first: FirstNextWeek | None, role_id: UUID | None
) -> None:
    command = PlanWeek(happened_on=THURSDAY, monday=NEXT, first=first, first_role_id=role_id)

    given(start(), discover()).when(command).then_refused(
        InvalidValue, field="first_role_id", allowed="the id of a role with `first: role`, or no id"
    )


def test_only_a_role_on_the_list_comes_first() -> None:
    command = PlanWeek(happened_on=THURSDAY, monday=NEXT, first="role", first_role_id=TEACHER)

    given(start()).when(command).then_refused(
        InvalidOperation, field="first_role_id", allowed="the id of a role on the list"
    )


def test_no_more_reserve_weeks_are_used_than_there_are() -> None:
    second, third = MONDAY + timedelta(weeks=1), MONDAY + timedelta(weeks=2)
    used = DeclareRest(happened_on=third, monday=MONDAY, reserve=True)
    another = DeclareRest(happened_on=third, monday=second, reserve=True)
    ahead = DeclareRest(happened_on=third, monday=third + timedelta(weeks=1))

    given(start(), used).when(another).then_refused(
        InvalidOperation, field="reserve", allowed="a week off declared ahead"
    )
    given(start(), used).when(ahead).then(RestDeclared(happened_on=third, monday=ahead.monday))
    given(start(programme_end=MONDAY + timedelta(weeks=12)), used).when(another).then(
        RestDeclared(happened_on=third, monday=second, reserve=True)
    )


def test_a_reserve_week_is_used_for_a_week_that_has_passed() -> None:
    command = DeclareRest(happened_on=day(5), monday=MONDAY, reserve=True)

    given(start()).when(command).then(RestDeclared(happened_on=day(5), monday=MONDAY, reserve=True))


@pytest.mark.parametrize("monday", [NEXT, NEXT + timedelta(days=7)], ids=["this week", "a week ahead"])
def test_no_reserve_week_is_used_for_a_week_that_is_not_over(monday: date) -> None:
    command = DeclareRest(happened_on=day(5), monday=monday, reserve=True)

    given(start()).when(command).then_refused(
        InvalidValue, field="monday", allowed="a Monday before this week"
    )


def test_a_week_off_can_leave_appointments_that_stand_all_the_same() -> None:
    command = DeclareRest(happened_on=day(1), monday=NEXT, remind_of=(TALK, TALK))

    given(*ABOUT_TEACHING, plan()).when(command).then(
        RestDeclared(happened_on=day(1), monday=NEXT, remind_of=(TALK,))
    )
    given(start()).when(command).then_refused(
        InvalidOperation, field="remind_of/0", allowed="the id of a planned step"
    )


def reserve(monday: date, on: date) -> DeclareRest:
    return DeclareRest(happened_on=on, monday=monday, reserve=True)


def test_a_week_that_has_passed_takes_a_reserve_week() -> None:
    given(start()).when(rest(MONDAY, on=NEXT)).then_refused(
        InvalidValue, field="monday", allowed="this week or a later one, or a reserve week"
    )


@pytest.mark.parametrize("outcome", [run(), cancel(), refuse()], ids=["run", "cancelled", "declined"])
def test_a_week_with_a_step_takes_no_reserve_week(outcome: UserCommand) -> None:
    told = (*ABOUT_TEACHING, plan())

    given(*told, outcome).when(reserve(MONDAY, NEXT)).then_refused(
        InvalidOperation, field="monday", allowed="a week without a step"
    )
    given(*told, drop()).when(reserve(MONDAY, NEXT)).then(
        RestDeclared(happened_on=NEXT, monday=MONDAY, reserve=True)
    )


def test_a_step_of_a_reserve_week_can_be_logged_later() -> None:
    given(*ABOUT_TEACHING, plan(), reserve(MONDAY, NEXT)).when(run()).then(
        ExperimentRun(happened_on=day(2), experiment_id=TALK)
    )


def test_a_reserve_week_does_not_come_back_once_another_was_used() -> None:
    third = NEXT + timedelta(weeks=1)
    told = (start(), reserve(MONDAY, third), RetractEntry(happened_on=third, number=2), reserve(NEXT, third))

    given(*told).when(RetractEntry(happened_on=third, number=3)).then_refused(
        InvalidOperation, field="number", allowed="to withdraw entry 4 first"
    )


def test_an_old_log_with_more_reserve_weeks_than_there_are_is_read_and_corrected() -> None:
    used = [RestDeclared(happened_on=NEXT, monday=one, reserve=True) for one in (MONDAY, NEXT)]

    given(start(), *used, plan_week(on=NEXT)).when(RetractEntry(happened_on=NEXT, number=4)).then(
        EntryRetracted(happened_on=NEXT, number=4)
    )


LATEST = MONDAY + timedelta(weeks=12)
MONDAYS = st.integers(0, 9).map(lambda number: MONDAY + timedelta(weeks=number))
DAYS = st.integers(0, 80).map(day)
RESTS = st.builds(DeclareRest, happened_on=DAYS, monday=MONDAYS, reserve=st.booleans())
TOLD = st.one_of(
    RESTS,
    st.builds(AdjustPlan, happened_on=DAYS, programme_end=st.none() | MONDAYS),
    st.builds(RetractEntry, happened_on=st.just(LATEST), number=st.integers(2, 10)),
    st.builds(CorrectEntry, happened_on=st.just(LATEST), number=st.integers(2, 10), restated=RESTS),
)


@for_all(st.lists(TOLD, max_size=10))
@settings(max_examples=300)
def test_no_order_of_commands_gives_more_reserve_weeks_than_there_are(told: list[UserCommand]) -> None:
    journey = journey_after(start())
    for command in told:
        try:
            events = decide(journey, command, LATEST)
        except DomainError:
            continue
        for event in events:
            journey = evolve(journey, event)
    end, used = journey.started.event.programme_end, 0
    for event in journey.effective_events().values():
        if isinstance(event, PlanAdjusted):
            end = event.programme_end
        if isinstance(event, RestDeclared):
            used += event.reserve

            assert not event.reserve or used <= reserve_weeks(day(0), end, event.happened_on, 6)
            assert event.reserve == (event.monday < monday_of(event.happened_on))
