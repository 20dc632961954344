"""The profile of small journeys: where a role stands, how well it was met, what was foreseen, and who saw what."""

import math
from datetime import UTC, date, datetime

import pytest

from domain.history import RecordedEvent
from domain.journey.commands.evidence import (
    GapInput,
    LearningInput,
    OddsSignalInput,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.experiments import ForecastInput
from domain.journey.decide import UserCommand
from domain.vocabulary import ApproachAnswer, Distance, ExperimentKind
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from projections.profile.view import ForecastsView, Profile, RoleView
from tests.domain.journeys import (
    ABOUT_TEACHING,
    ANOUK,
    RISK,
    TALK,
    TALKED,
    TEACHER,
    answer,
    block,
    cancel,
    check_in,
    conclude,
    condition,
    contact,
    day,
    discover,
    judge,
    known,
    learn,
    name_criterion,
    named,
    new_role,
    park,
    plan,
    refuse,
    reopen,
    run,
    send,
    silence,
    start,
    uid,
    write,
)
from tests.domain.scenario import decide_commands

JOURNEY = uid("journey")


def profile(*told: UserCommand, on: date) -> Profile:
    events = decide_commands(told, today=date(2036, 1, 1))
    entries = [
        RecordedEvent(
            position=number,
            journey_id=JOURNEY,
            number=number,
            recorded_at=datetime(2036, 1, 1, tzinfo=UTC),
            event=event,
        )
        for number, event in enumerate(events, 1)
    ]
    return PROFILE.view(fold(PROFILE, entries), on, DEFAULT_PARAMETERS)


def teacher(*told: UserCommand, on: date) -> RoleView:
    return next(one for one in profile(*told, on=on).roles if one.role_id == TEACHER)


@pytest.mark.parametrize(("ahead", "week"), [(-3, 0), (0, 1), (4, 1), (5, 2), (11, 2), (12, 3)])
def test_the_first_week_is_the_calendar_week_of_the_start(ahead: int, week: int) -> None:
    assert week == profile(start(), on=day(ahead)).week


def test_the_profile_tells_whose_journey_it_is() -> None:
    shown = profile(start(programme_end=day(180)), on=day(3))

    assert (shown.journey_id, shown.called, shown.track, shown.locale) == (
        JOURNEY,
        "Marloes",
        "preventive",
        "nl-NL",
    )
    assert (shown.started_on, shown.programme_end, shown.on) == (day(0), day(180), day(3))


def test_without_a_role_there_is_nothing_to_choose() -> None:
    shown = profile(start(), on=day(1))

    assert (shown.focus.effective_roles, shown.focus.focus, shown.focus.quadrant) == (0, None, None)
    assert (shown.roles, shown.suggestions) == ((), ())


@pytest.mark.parametrize(
    ("ahead", "standing", "reason", "since"),
    [
        (2, "in_play", None, 0),
        (3, "parked", "not it", 3),
        (5, "in_play", None, 5),
        (8, "blocked", "nights", 8),
    ],
)
def test_a_role_stands_where_it_stood_that_day(
    ahead: int, standing: str, reason: str | None, since: int
) -> None:
    told = (*ABOUT_TEACHING, condition(), park(), reopen(), block(happened_on=day(8)))
    shown = teacher(*told, on=day(ahead))

    assert (standing, reason, day(since)) == (shown.standing, shown.reason, shown.since)
    assert (shown.share is None) == (standing != "in_play")


@pytest.mark.parametrize(("ahead", "distance"), [(2, "near"), (3, "licence"), (9, "same")])
def test_a_distance_holds_from_the_day_it_was_judged(ahead: int, distance: Distance) -> None:
    told = (*ABOUT_TEACHING, judge(), judge(happened_on=day(9), distance="same"))

    assert distance == teacher(*told, on=day(ahead)).distance


def test_of_two_judgements_on_one_day_the_later_told_holds() -> None:
    assert teacher(*ABOUT_TEACHING, judge(), judge(distance="far"), on=day(3)).distance == "far"


def test_a_role_is_new_unless_the_client_brought_it_along() -> None:
    told = (*TALKED, conclude(learned=LearningInput(roles=(new_role(),))))
    shown = profile(*told, on=day(9))

    assert {one.role_id: one.new for one in shown.roles} == {TEACHER: False, RISK: True}
    assert (shown.scope.known, shown.scope.new) == (2, 1)


@pytest.mark.parametrize(
    ("kind", "in_role", "hours", "weight"),
    [
        ("conversation", True, None, 1),
        ("conversation", False, None, 0.5),
        ("interview", False, None, 1),
        ("job_shadow", False, None, 2),
        ("job_shadow", False, 6.0, 3),
        ("trial", False, None, 5),
        ("application", True, None, 0),
        ("desk_research", False, None, 0),
    ],
)
def test_a_role_is_met_by_talks_shadowing_interviews_and_trials(
    kind: ExperimentKind, in_role: bool, hours: float | None, weight: float
) -> None:
    told = (*ABOUT_TEACHING, plan(kind=kind, contact=contact(in_role=in_role)), run(hours=hours))
    shown = teacher(*told, on=day(2))

    assert (weight, weight >= 1) == (shown.contact, shown.met)


@pytest.mark.parametrize("called_off", [cancel(), refuse()], ids=["cancelled", "refused"])
def test_a_step_that_was_called_off_meets_nobody_but_counts(called_off: UserCommand) -> None:
    shown = profile(*ABOUT_TEACHING, plan(), called_off, on=day(2))

    assert shown.steps == 1
    assert shown.roles[0].contact == 0


def test_a_plan_is_no_step_yet() -> None:
    assert profile(*ABOUT_TEACHING, plan(), on=day(2)).steps == 0


def test_occupation_groups_are_counted_where_they_are_known() -> None:
    groups = {TEACHER: "2330", RISK: "2330", uid("smith"): "7221", uid("poet"): None}
    told: list[UserCommand] = [start()]
    for role_id, group in groups.items():
        told += [
            discover(role_id=role_id, isco_group=group),
            plan(experiment_id=uid(f"talk {role_id}"), role_id=role_id, contact=contact(in_role=True)),
            run(experiment_id=uid(f"talk {role_id}")),
        ]
    shown = profile(*told, on=day(2)).scope

    assert (shown.met, shown.occupation_groups) == (4, 2)


def test_a_starting_appeal_weighs_little_and_is_no_evidence() -> None:
    shown = teacher(start(), discover(found="intake", starting_appeal=9), on=day(60))

    assert shown.appeal == pytest.approx((50 + 0.25 * 90) / 1.25)
    assert shown.evidence == 0


def test_a_signal_counts_from_the_day_it_was_heard() -> None:
    told = (
        *TALKED,
        conclude(happened_on=day(20), learned=LearningInput(odds=(OddsSignalInput(signal="referral"),))),
    )

    assert [teacher(*told, on=day(ahead)).alpha for ahead in (1, 2)] == [1, 2]


FORECAST = ForecastInput(invited=0.8)


def applications(number: int, answered: ApproachAnswer | None) -> list[UserCommand]:
    told: list[UserCommand] = []
    for place in range(number):
        letter = uid(f"letter {place}")
        told += [write(experiment_id=letter, forecast=FORECAST), send(experiment_id=letter)]
        if answered:
            told.append(answer(experiment_id=letter, answer=answered, close=None))
    return told


def forecasts(*told: UserCommand, on: date) -> ForecastsView:
    return profile(*ABOUT_TEACHING, *told, on=on).forecasts


@pytest.mark.parametrize(("came", "brier"), [("invited", 0.04), ("offer", 0.04), ("rejected_unseen", 0.64)])
def test_a_forecast_is_held_against_the_answer(came: ApproachAnswer, brier: float) -> None:
    shown = forecasts(*applications(4, came), on=day(9))

    assert shown.answered == 4
    assert shown.brier == pytest.approx(brier)


def test_silence_is_an_answer_to_a_forecast() -> None:
    unanswered = applications(4, None)
    silent = [silence(experiment_id=uid(f"letter {place}")) for place in range(4)]

    assert forecasts(*unanswered, on=day(30)).answered == 0
    assert forecasts(*unanswered, *silent, on=day(30)).brier == pytest.approx(0.64)


def test_three_cases_are_too_few_to_tell() -> None:
    shown = forecasts(*applications(3, "invited"), on=day(9))

    assert (shown.answered, shown.brier) == (3, None)


def test_an_answer_counts_from_the_day_it_came() -> None:
    assert forecasts(*applications(4, "invited"), on=day(8)).answered == 0


def test_a_talk_has_no_forecast_to_hold_against_it() -> None:
    told = (plan(forecast=FORECAST), run(), answer(experiment_id=TALK))

    assert forecasts(*told, on=day(9)).answered == 0


def test_dread_is_compared_over_steps_with_both_ratings() -> None:
    told: list[UserCommand] = []
    for place, (before, after) in enumerate([(8, 2), (6, 4), (9, 9), (5, 1), (7, None), (None, 3)]):
        talk = uid(f"talk {place}")
        told += [plan(experiment_id=talk, dread_before=before), run(experiment_id=talk, dread_after=after)]
    shown = forecasts(*told, on=day(2))

    assert (shown.dread_rated, shown.dread_before, shown.dread_after) == (4, 7, 4)


def seen(**told: bool | str) -> StrengthInput:
    strength = {"strength_id": uid("calm"), "wording": "calm", **told}
    return StrengthInput(**strength)  # type: ignore[arg-type]


def test_a_strength_is_hidden_until_the_client_sees_it_too() -> None:
    told = (
        *ABOUT_TEACHING,
        plan(contact=contact()),
        run(),
        learn(strengths=(seen(hidden=True, witness="contact"),)),
        check_in(learned=LearningInput(strengths=(seen(hidden=False),))),
    )

    assert [profile(*told, on=day(ahead)).strengths[0].hidden for ahead in (2, 5)] == [True, False]


def test_a_strength_tells_who_saw_it_when_and_where() -> None:
    told = (
        *ABOUT_TEACHING,
        plan(contact=contact()),
        run(),
        learn(strengths=(seen(hidden=True, witness="contact"),)),
    )
    (strength,) = profile(*told, on=day(2)).strengths
    (observation,) = strength.observations

    assert (observation.on, observation.witness, observation.contact_id) == (day(2), "contact", ANOUK)
    assert (observation.source, observation.source_id) == ("experiment", TALK)


def test_a_gap_found_again_is_one_gap() -> None:
    gap = GapInput(gap_id=uid("licence"), wording="licence", closable=True)
    told = (
        *TALKED,
        discover(role_id=RISK, title="risk manager"),
        learn(gaps=(gap,)),
        plan(experiment_id=uid("second"), role_id=RISK),
        run(experiment_id=uid("second"), happened_on=day(6)),
        learn(
            from_step=uid("second"),
            gaps=(GapInput(gap_id=uid("licence"), wording="a licence", closable=False),),
        ),
    )
    (shown,) = profile(*told, on=day(6)).gaps

    assert (shown.times, shown.found_on, shown.role_ids) == (2, day(2), (TEACHER, RISK))
    assert (shown.wording, shown.closable) == ("a licence", False)


def test_wishes_are_counted_where_they_were_traded_off() -> None:
    pairs = tuple(
        TradeoffInput(winner=named("peace"), loser=named(loser), met_in_reality=True)
        for loser in ("pay", "travel")
    )
    told = (*TALKED, name_criterion(criterion_id=uid("name"), wording="name"), learn(tradeoffs=pairs))
    shown = profile(*told, on=day(2)).criteria

    assert {one.wording: one.traded for one in shown} == {"peace": 2, "pay": 1, "travel": 1, "name": 0}
    assert shown[0].wording == "peace"


def test_the_weights_sum_to_one_before_a_wish_of_theirs_was_named() -> None:
    pair = TradeoffInput(winner=known("peace"), loser=known("pay"), met_in_reality=True)
    named_later = name_criterion(criterion_id=uid("peace"), wording="peace", happened_on=day(6))
    told = (*TALKED, name_criterion(), named_later, learn(tradeoffs=(pair,), happened_on=day(7)))

    assert math.fsum(one.weight for one in profile(*told, on=day(4)).criteria) == pytest.approx(1)


def test_a_gap_was_found_on_the_first_of_its_days() -> None:
    gap = GapInput(gap_id=uid("licence"), wording="licence", closable=True)
    told = (
        *TALKED,
        check_in(learned=LearningInput(gaps=(gap,))),
        learn(gaps=(gap,), happened_on=day(7)),
    )

    assert profile(*told, on=day(9)).gaps[0].found_on == day(2)


@pytest.mark.parametrize(
    ("told", "kind", "reason"),
    [
        ((), "conversation", "never_met"),
        ((plan(contact=contact(in_role=True)), run()), "conversation", "rating_unsure"),
    ],
    ids=["never met", "met once"],
)
def test_a_suggestion_says_why(told: tuple[UserCommand, ...], kind: str, reason: str) -> None:
    told = (*ABOUT_TEACHING, discover(role_id=RISK, title="risk manager", distance="far"), *told)
    shown = profile(*told, on=day(2)).suggestions
    suggestion = next(one for one in shown if one.role_id == TEACHER)

    assert (kind, reason) == (suggestion.kind, suggestion.reason)
    assert suggestion.why.endswith(".")
