"""What may be said when: a week off, two days after a no, and the ending are quiet."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.journey.commands.endings import PlanAfterCare, RecordEnding
from domain.journey.commands.weeks import DeclareRest
from domain.journey.decide import UserCommand
from domain.journey.events.weeks import monday_of
from projections.agenda.projection import AGENDA
from projections.agenda.reminders import may_remind
from projections.agenda.state import AgendaState
from projections.agenda.view import AgendaItem
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import ABOUT_TEACHING, answer, day, plan, send, uid, write
from tests.domain.scenario import decide_commands
from tests.projections.small_games import entries

NO = answer(answer="rejected_unseen")
"""On day 9."""
DUE = day(12)
VISIT = uid("visit")
PLANS: tuple[UserCommand, ...] = (
    *ABOUT_TEACHING,
    plan(experiment_id=VISIT, kind="job_shadow", planned_for=DUE),
    plan(experiment_id=uid("reading"), kind="desk_research", planned_for=DUE),
    plan(experiment_id=uid("letter to send"), kind="application", planned_for=DUE),
    PlanAfterCare(happened_on=day(0), after_care_id=uid("coffee"), due=DUE, what="coffee"),
)


def known(*told: UserCommand, recorded: datetime | None = None) -> AgendaState:
    recorded_at = recorded or noon(9)
    return fold(AGENDA, [replace(one, recorded_at=recorded_at) for one in entries(decide_commands(told))])


def noon(on: int, hours: int = 0) -> datetime:
    return datetime.combine(day(on), datetime.min.time(), UTC) + timedelta(hours=12 + hours)


def said(state: AgendaState, at: datetime) -> set[str]:
    """What may be said at a moment: kinds of step, of other items, and "week" for the email."""
    items: list[AgendaItem | None] = [None, *AGENDA.view(state, at.date(), DEFAULT_PARAMETERS).items]
    return {(one.step or one.kind) if one else "week" for one in items if may_remind(state, one, at)}


EVERYTHING = {"week", "job_shadow", "desk_research", "application", "after_care"}


def test_everything_that_is_due_may_be_said_on_a_common_day() -> None:
    assert said(known(*PLANS), noon(9)) == EVERYTHING


@pytest.mark.parametrize(("hours", "quiet"), [(0, True), (47, True), (48, False)])
def test_within_two_days_of_a_no_only_appointments_are_said(hours: int, quiet: bool) -> None:
    state = known(*PLANS, write(), send(), NO)
    everything = EVERYTHING | said(state, noon(20))

    assert said(state, noon(9, hours)) == ({"job_shadow"} if quiet else everything)


@pytest.mark.parametrize(("late", "quiet"), [(0, [9, 10]), (3, [9, 10, 11, 12, 13]), (60, [9, 10, 11])])
def test_the_two_days_begin_when_the_no_is_recorded_unless_it_is_told_as_the_past(
    late: int, quiet: list[int]
) -> None:
    state = known(*PLANS, write(), send(), NO, recorded=noon(9 + late))

    assert [on for on in range(5, 80) if "week" not in said(state, noon(on))] == quiet


def test_in_a_week_off_only_what_was_ticked_is_said() -> None:
    monday = monday_of(DUE)
    off = DeclareRest(happened_on=day(0), monday=monday, remind_of=(VISIT,))
    none = DeclareRest(happened_on=day(0), monday=monday)
    week = range((monday - day(0)).days, (monday - day(0)).days + 7)

    assert [said(known(*PLANS, off), noon(on)) for on in week] == [{"job_shadow"}] * 7
    assert [said(known(*PLANS, none), noon(on)) for on in week] == [set()] * 7
    assert said(known(*PLANS, off), noon(week[-1] + 1)) >= {"week"}


def listed(state: AgendaState, on: int) -> set[str]:
    """What stands on the list of a day, by the kind of step or of other items."""
    return {one.step or one.kind for one in AGENDA.view(state, day(on), DEFAULT_PARAMETERS).items}


def test_after_the_ending_the_list_is_aftercare_and_planned_steps_still_to_come() -> None:
    steps = {"job_shadow", "desk_research", "application"}
    state = known(*PLANS, write(), send(), NO, RecordEnding(happened_on=day(10), ending="new_work"))

    assert listed(state, 9) > steps | {"after_care"}
    assert listed(state, 10) == listed(state, 12) == steps | {"after_care"}
    assert listed(state, 13) == listed(state, 300) == {"after_care"}


def test_a_week_off_lists_nothing_before_its_end_but_what_was_ticked_and_appointments() -> None:
    monday = monday_of(DUE)
    first = (monday - day(0)).days
    later = plan(experiment_id=uid("then"), kind="trial", planned_for=monday + timedelta(days=7))
    off = DeclareRest(happened_on=day(0), monday=monday, remind_of=(uid("reading"),))
    state = known(*PLANS, later, off)

    assert listed(state, first) == {"job_shadow", "desk_research", "trial"}
    assert listed(state, first + 6) == {"desk_research", "trial"}
    assert listed(state, first + 7) > {"job_shadow", "application", "after_care"}


def test_after_the_ending_only_aftercare_is_said() -> None:
    state = known(*PLANS, RecordEnding(happened_on=day(10), ending="new_work"))

    assert said(state, noon(9)) == EVERYTHING
    assert said(state, noon(10)) == said(state, noon(300)) == {"after_care"}
