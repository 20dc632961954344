"""The worked cases: every published figure, and what must hold whatever the model."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import mean
from typing import Any

import pytest
from msgspec.structs import replace

from domain.event_catalogue import AnyEvent
from domain.journey.events.answers import SilenceElapsed
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.journey.events.feedback import FeedbackReceived
from domain.vocabulary import KNOCK_DAYS, SILENCE_DAYS
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.state import without_experiment
from projections.profile.projection import PROFILE
from projections.profile.view import Profile, RoleView
from tests.projections.worked_cases import (
    CASES,
    WEEKS,
    entries_of,
    evening,
    every_day,
    folded,
    in_week,
    leader,
    profile,
    read,
    role,
    step,
    told,
)

OF_A_WEEK: dict[str, tuple[int, Callable[[Profile], float | None]]] = {
    "known": (0, lambda shown: shown.scope.known),
    "in_play": (0, lambda shown: shown.scope.in_play),
    "tested": (0, lambda shown: shown.scope.met),
    "new_roles": (0, lambda shown: shown.scope.new),
    "new_tested": (0, lambda shown: shown.scope.new_met),
    "n_eff": (1, lambda shown: shown.focus.effective_roles),
    "focus": (2, lambda shown: shown.focus.focus),
}
OF_A_ROLE: dict[str, tuple[int, Callable[[RoleView], float | None]]] = {
    "share": (2, lambda shown: shown.share),
    "appeal": (0, lambda shown: shown.appeal),
    "spread": (0, lambda shown: shown.spread),
    "odds_per_approach": (2, lambda shown: shown.odds),
    "reach": (2, lambda shown: shown.reach),
    "reach_in_5": (2, lambda shown: shown.reach),
    "promise": (0, lambda shown: shown.promise),
    "evidence_items": (0, lambda shown: shown.evidence),
    "off_the_list": (0, lambda shown: shown.standing != "in_play"),
}
LAST = 12


def printed(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def weekly() -> Iterator[Any]:
    for number in CASES:
        for row in told(number)["expected"]["end_of_week"]:
            for figure in row.keys() - {"week", "top"}:
                name = f"case {number}, week {row['week']}, {figure}"
                yield pytest.param(number, row["week"], figure, row[figure], id=name)


def weekly_top() -> Iterator[Any]:
    for number in CASES:
        for row in told(number)["expected"]["end_of_week"]:
            for place, top in enumerate(row["top"]):
                for figure in top.keys() - {"role"}:
                    name = f"case {number}, week {row['week']}, {top['role']}, {figure}"
                    yield pytest.param(number, row["week"], place, top["role"], figure, top[figure], id=name)


def final_roles() -> Iterator[Any]:
    for number in CASES:
        for title, row in told(number)["expected"]["final_roles"].items():
            for figure, value in row.items():
                yield pytest.param(number, title, figure, value, id=f"case {number}, {title}, {figure}")


def final_criteria() -> Iterator[Any]:
    for number in CASES:
        for wording, weight in told(number)["expected"]["final_criteria"].items():
            yield pytest.param(number, wording, weight, id=f"case {number}, {wording}")


def ordered(parameters: Iterator[Any]) -> list[Any]:
    """In one order in every process, as pytest-xdist needs it."""
    return sorted(parameters, key=lambda one: str(one.id))


@pytest.mark.parametrize(("number", "week", "figure", "expected"), ordered(weekly()))
def test_the_figures_of_a_week(number: int, week: int, figure: str, expected: float) -> None:
    digits, of = OF_A_WEEK[figure]

    assert expected == printed(of(in_week(number, week)), digits)


@pytest.mark.parametrize(("number", "week", "place", "title", "figure", "expected"), ordered(weekly_top()))
def test_the_leading_roles_of_a_week(
    number: int, week: int, place: int, title: str, figure: str, expected: float
) -> None:
    digits, of = OF_A_ROLE[figure]
    leading = in_week(number, week).roles[place]

    assert (title, expected) == (leading.title, printed(of(leading), digits))


@pytest.mark.parametrize(("number", "title", "figure", "expected"), ordered(final_roles()))
def test_the_figures_of_a_role_at_the_end(number: int, title: str, figure: str, expected: float) -> None:
    digits, of = OF_A_ROLE[figure]

    assert expected == printed(of(role(in_week(number, LAST), title)), digits)


@pytest.mark.parametrize(("number", "wording", "expected"), ordered(final_criteria()))
def test_the_weight_of_a_wish_at_the_end(number: int, wording: str, expected: float) -> None:
    weights = {one.wording: one.weight for one in in_week(number, LAST).criteria}

    assert expected == round(weights[wording], 2)


@pytest.mark.parametrize("number", CASES)
def test_no_role_and_no_wish_is_left_over_at_the_end(number: int) -> None:
    expected, shown = told(number)["expected"], in_week(number, LAST)

    assert expected["final_roles"].keys() == {one.title for one in shown.roles}
    assert expected["final_criteria"].keys() == {one.wording for one in shown.criteria}


@pytest.mark.parametrize("number", CASES)
def test_the_hidden_strengths_at_the_end(number: int) -> None:
    hidden = sorted(one.wording for one in in_week(number, LAST).strengths if one.hidden)

    assert told(number)["expected"]["hidden_strengths"] == hidden


@pytest.mark.parametrize("number", CASES)
def test_the_open_gaps_at_the_end(number: int) -> None:
    assert told(number)["expected"]["open_gaps"] == sorted(one.wording for one in in_week(number, LAST).gaps)


@pytest.mark.parametrize("number", CASES)
def test_the_courage_it_took(number: int) -> None:
    shown = in_week(number, LAST).forecasts
    expected = told(number)["expected"]["courage"]

    assert shown.dread_before is not None
    assert shown.dread_after is not None
    assert expected["steps_rated"] == shown.dread_rated
    assert expected["mean_dread_gap"] == round(shown.dread_before - shown.dread_after, 1)


def suggested(number: int, week: int) -> list[tuple[str, str, float]]:
    shown = in_week(number, week)
    titles = {one.role_id: one.title for one in shown.roles}
    return [(one.kind, titles[one.role_id], round(one.score, 3)) for one in shown.suggestions]


def test_the_suggestions_of_case_1_on_the_evening_of_week_2() -> None:
    expected = [
        ("conversation", "teamleider wijkzorg", 0.127),
        ("conversation", "risk manager zorg", 0.089),
        ("conversation", "adviseur kwaliteit en veiligheid", 0.082),
    ]

    assert expected == suggested(1, 2)[:3]


def test_the_suggestions_of_case_1_on_the_evening_of_week_6() -> None:
    first, second, third = suggested(1, 6)[:3]
    talks = {
        ("conversation", "calamiteitenonderzoeker", 0.066),
        ("conversation", "adviseur kwaliteit en veiligheid", 0.066),
    }

    assert talks == {first, second}
    assert third == ("application", "risk manager zorg", 0.041)


# What must hold, sentence by sentence, whatever the model: case 1, the nurse.

QUALITY, RISK, TEACHING = "adviseur kwaliteit en veiligheid", "risk manager zorg", "docent verpleegkunde mbo"


def happened(number: int, action: str) -> date:
    return next(one.date for one in read(number).actions if one.id == action)


def events(number: int) -> list[AnyEvent]:
    return [entry.event for entry in entries_of(read(number))]


def at_the_end_without(number: int, action: str) -> Profile:
    """The profile at the end, as if an action had taught nothing."""
    return PROFILE.view(
        without_experiment(folded(number), step(number, action)), evening(number, LAST), DEFAULT_PARAMETERS
    )


def eve(on: date) -> date:
    return on - timedelta(days=1)


def test_known_roles_grow_from_3_to_8_and_5_of_them_are_roles_she_had_never_heard_of() -> None:
    known = [profile(1, read(1).client.start_date).scope.known]
    known += [in_week(1, week).scope.known for week in WEEKS]

    assert known == sorted(known)
    assert (known[0], known[-1], in_week(1, LAST).scope.new) == (3, 8, 5)


def test_the_field_widens_first_most_open_around_week_3_and_narrows_afterwards() -> None:
    open_roles = {week: in_week(1, week).focus.effective_roles for week in WEEKS}

    assert max(open_roles, key=lambda week: open_roles[week]) in (2, 3, 4)
    assert open_roles[12] < open_roles[3]


def test_after_a07_the_teaching_role_drops_and_is_parked() -> None:
    day = happened(1, "a07")
    before, after = (role(profile(1, on), TEACHING) for on in (eve(day), day))
    at_the_end = role(in_week(1, LAST), TEACHING)

    assert after.appeal < before.appeal
    assert after.promise < before.promise
    assert (at_the_end.standing, at_the_end.reason) == ("parked", "shadow day showed it is not it")


def test_a08_was_cancelled_by_the_other_party_and_changes_nothing_in_the_profile() -> None:
    day = happened(1, "a08")
    shown = profile(1, day)
    bare = PROFILE.view(without_experiment(folded(1), step(1, "a08")), day, DEFAULT_PARAMETERS)

    # But for how much a step is likely to be dreaded: what was dreaded was not the other party's doing.
    with_dread = tuple(
        replace(one, lower=now.lower) for one, now in zip(bare.suggestions, shown.suggestions, strict=True)
    )
    assert replace(bare, steps=bare.steps + 1, suggestions=with_dread) == shown


def test_week_6_adviser_quality_leads_because_one_of_many_lowered_the_odds_of_risk_manager() -> None:
    state = folded(1)
    unsaid = tuple(one for one in state.signals if one.signal != "one_of_many_from_hirer")
    otherwise = PROFILE.view(replace(state, signals=unsaid), evening(1, 6), DEFAULT_PARAMETERS)
    shown = in_week(1, 6)

    assert leader(shown) == QUALITY
    assert role(shown, RISK).odds < role(profile(1, eve(happened(1, "a13"))), RISK).odds
    assert role(otherwise, RISK).promise > role(shown, RISK).promise


def test_week_10_risk_manager_leads_after_the_referral_and_the_invitation() -> None:
    before = profile(1, eve(happened(1, "a19")))

    assert leader(in_week(1, 10)) == RISK
    assert role(in_week(1, 10), RISK).odds > role(before, RISK).odds


def test_appeal_of_risk_manager_never_falls_below_65_after_a06() -> None:
    lowest = min(role(shown, RISK).appeal for shown in every_day(1, happened(1, "a06")))

    assert lowest >= 65


@pytest.mark.parametrize("action", ["a06", "a11", "a13", "a23"])
def test_the_spread_of_risk_manager_shrinks_at_every_contact(action: str) -> None:
    day = happened(1, action)
    before, after = (role(profile(1, on), RISK) for on in (eve(day), day))

    assert after.contact > before.contact
    assert after.spread < before.spread


def test_the_refusal_a16_raises_the_odds_of_that_role_and_takes_nothing_away() -> None:
    day = happened(1, "a16")
    before, after = (role(profile(1, on), QUALITY) for on in (eve(day), day))

    assert after.odds > before.odds
    assert after.reach > before.reach
    assert after.appeal >= before.appeal
    assert after.promise > before.promise


def test_the_call_back_due_date_is_exactly_21_days_after_the_feedback_call() -> None:
    asked = happened(1, "a16")
    concluded = folded(1).steps[step(1, "a16")].concluded

    assert concluded is not None
    assert concluded.next_step is not None
    assert concluded.next_step.due == asked + timedelta(days=KNOCK_DAYS)
    assert happened(1, "a21") == asked + timedelta(days=21)


def test_a22_feedback_is_unusable_no_gap_no_strength_and_no_criterion_is_derived_from_it() -> None:
    a22 = step(1, "a22")
    received = [one for one in events(1) if isinstance(one, FeedbackReceived) and one.experiment_id == a22]
    shown, bare = in_week(1, LAST), at_the_end_without(1, "a22")

    assert [one.usable for one in received] == [False]
    assert bare.gaps == shown.gaps
    assert bare.strengths == shown.strengths
    assert bare.criteria == shown.criteria


def test_atmosphere_ends_with_at_least_three_times_the_weight_of_travel_time() -> None:
    weights = {one.wording: one.weight for one in in_week(1, LAST).criteria}

    assert "travel time" in read(1).client.starting_criteria
    assert "atmosphere" not in read(1).client.starting_criteria
    assert weights["atmosphere"] >= 3 * weights["travel time"]


def test_three_different_hidden_strengths_are_on_the_map_each_with_the_person_or_event_it_came_from() -> None:
    hidden = [one for one in in_week(1, LAST).strengths if one.hidden]
    seen = [observation for one in hidden for observation in one.observations]

    assert len({one.wording for one in hidden}) == 3
    assert all(one.contact_id or one.source_id for one in seen)
    assert all(one.source_id in folded(1).steps for one in seen)


# Case 2, the fireman.

LIFTS, MEDTECH, WIND = (
    "servicetekniker hiss",
    "servicetekniker medicinteknik",
    "servicetekniker vindkraft",
)


@pytest.mark.parametrize("title", ["deltidsbrandman", "lagerarbetare"])
def test_a_starting_role_blocked_by_a_medical_constraint_stays_visible_and_never_competes(
    title: str,
) -> None:
    shown = [role(one, title) for one in every_day(2, read(2).client.start_date)]

    assert {"blocked"} == {one.standing for one in shown}
    assert {"medical"} == {one.reason for one in shown}
    assert {None} == {one.share for one in shown}
    assert title not in {leader(one) for one in every_day(2, happened(2, "a03"))}


def test_wind_turbines_get_a_high_appeal_and_are_blocked_by_a_constraint_not_by_dislike() -> None:
    shown = [role(one, WIND) for one in every_day(2, happened(2, "a13"))]

    assert all(one.appeal >= 60 for one in shown)
    assert {("blocked", "constraint: climbing with load")} == {(one.standing, one.reason) for one in shown}


@pytest.mark.parametrize("week", [2, 3, 4, 5])
def test_lift_engineer_leads_weeks_2_to_5(week: int) -> None:
    assert leader(in_week(2, week)) == LIFTS


def test_medical_technology_takes_over_in_week_6_after_the_shadow_day() -> None:
    day = happened(2, "a12")

    assert evening(2, 5) < day <= evening(2, 6)
    assert (leader(profile(2, eve(day))), leader(profile(2, day))) == (LIFTS, MEDTECH)
    assert {leader(in_week(2, week)) for week in range(6, 13)} == {MEDTECH}


def test_the_refusal_a08_counts_as_an_attempt_and_its_lack_of_a_talk_gives_no_appeal_evidence() -> None:
    day = happened(2, "a08")
    shown = role(profile(2, day), MEDTECH)

    assert profile(2, day).steps == profile(2, eve(day)).steps + 1
    assert (shown.appeal, shown.spread, shown.contact) == (50, 25, 0)
    assert shown.evidence == 1


def test_dread_before_contact_steps_is_lower_than_6_on_average_in_weeks_10_to_12() -> None:
    first, last = evening(2, 9) + timedelta(days=1), evening(2, 12)
    contacts = ("conversation", "interview", "job_shadow", "trial", "follow_up")
    dreaded = [
        one.planned.dread_before
        for one in folded(2).steps.values()
        if one.planned.kind in contacts and one.planned.dread_before is not None
        if (on := one.happened_on()) and first <= on <= last
    ]

    assert len(dreaded) >= 4
    assert mean(dreaded) < 6


def test_the_gap_of_dread_before_minus_after_averages_at_least_2_over_the_case() -> None:
    shown = in_week(2, LAST).forecasts

    assert shown.dread_before is not None
    assert shown.dread_after is not None
    assert shown.dread_before - shown.dread_after >= 2


def test_the_refusal_a18_and_the_trial_that_follows_from_it_are_two_separate_facts() -> None:
    refusal, trial = step(2, "a18"), step(2, "a19")
    kinds = {one.experiment_id: one.kind for one in events(2) if isinstance(one, ExperimentPlanned)}
    ran = {one.experiment_id for one in events(2) if isinstance(one, ExperimentRun)}

    assert (kinds[refusal], kinds[trial]) == ("follow_up", "trial")
    assert {refusal, trial} <= ran


def test_after_the_refusal_a18_the_roles_odds_rise_on_balance_by_week_12() -> None:
    before = role(profile(2, eve(happened(2, "a18"))), MEDTECH)

    assert role(in_week(2, 12), MEDTECH).odds > before.odds


def test_the_application_a14_is_closed_by_a20_after_28_days() -> None:
    closed = [one for one in events(2) if isinstance(one, SilenceElapsed)]
    expected = SilenceElapsed(
        happened_on=happened(2, "a14") + timedelta(days=SILENCE_DAYS),
        experiment_id=step(2, "a14"),
        heard_in=step(2, "a20"),
    )

    assert [expected] == closed


def test_the_silence_after_a14_counts_half_a_refusal_not_a_whole_one() -> None:
    day = happened(2, "a20")
    heard = [one for one in events(2) if isinstance(one, OddsSignalHeard) and one.signal == "no_answer_28d"]
    bare = PROFILE.view(without_experiment(folded(2), step(2, "a20")), day, DEFAULT_PARAMETERS)

    assert [(day, step(2, "a14"))] == [(one.happened_on, one.answer_to) for one in heard]
    assert role(bare, LIFTS).beta + 0.5 == pytest.approx(role(profile(2, day), LIFTS).beta)
    assert role(bare, LIFTS).alpha == role(profile(2, day), LIFTS).alpha


def test_seeing_the_result_ends_as_the_heaviest_criterion_though_nobody_named_it_at_the_start() -> None:
    heaviest = in_week(2, LAST).criteria[0].wording

    assert heaviest == "seeing the result"
    assert heaviest not in read(2).client.starting_criteria
