"""The profile at two dates compared: each part by itself, the worked cases, and what holds of every journey."""

from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.evidence import (
    GapInput,
    LearningInput,
    NameCriterion,
    StrengthInput,
    TradeoffInput,
)
from domain.journey.commands.gaps import CloseGap, DecideGap
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import Source, StrengthObserved
from domain.vocabulary import ExperimentKind
from projections.difference.most_moved import most_moved_role
from projections.difference.projection import DIFFERENCE, compute_difference
from projections.difference.state import DifferenceState
from projections.difference.summary import difference_sentences
from projections.difference.view import Difference, GapChange, RoleFigures
from projections.fold import fold, fold_more
from projections.learning_model.attribution import largest_moves
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.phrases import approximate_number, counted_steps
from tests.domain.journeys import (
    ABOUT_TEACHING,
    APPLIED,
    PAY,
    PEACE,
    RISK,
    TALK,
    TALKED,
    TEACHER,
    answer,
    block,
    cancel,
    conclude,
    contact,
    day,
    discover,
    heard,
    known,
    learn,
    name_criterion,
    new_role,
    park,
    plan,
    rated,
    reopen,
    run,
    start,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import entries
from tests.projections.worked_cases import CASES, WEEKS, entries_of, evening, read, told

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 120).map(lambda ahead: SET_OUT + timedelta(days=ahead))

OTHER = discover(role_id=RISK, title="risk manager")


def folded(events: list[AnyJourneyEvent]) -> DifferenceState:
    return fold(DIFFERENCE, entries(events))


def between(*commands: UserCommand, since: int = 0, until: int = 9) -> Difference:
    """What changed from the evening of one day to that of another."""
    events = decide_commands(commands)
    return compute_difference(folded(events), day(since), day(until))


# Roles.


def test_a_role_that_was_discovered_came_into_view() -> None:
    talked = (plan(), run(), conclude(learned=LearningInput(roles=(new_role(),))))
    (entered,) = between(*ABOUT_TEACHING, *talked).roles.entered

    assert (entered.title, entered.on, entered.new, entered.standing) == (
        "risk manager",
        day(2),
        True,
        "in_play",
    )


@pytest.mark.parametrize(
    ("aside", "standing", "reason"), [(park(), "parked", "not it"), (block(), "blocked", "nights")]
)
def test_a_role_that_was_laid_aside_left_play_with_its_reason(
    aside: UserCommand, standing: str, reason: str
) -> None:
    (left,) = between(*ABOUT_TEACHING, aside).roles.left

    assert (left.role_id, left.standing, left.reason, left.on) == (TEACHER, standing, reason, day(3))


def test_a_role_that_was_reopened_came_back() -> None:
    changed = between(*ABOUT_TEACHING, park(), reopen(), since=3)

    assert [(one.title, one.on) for one in changed.roles.back] == [("teacher", day(5))]
    assert changed.roles.left == ()


def test_a_role_that_left_and_came_back_in_between_did_neither() -> None:
    changed = between(*ABOUT_TEACHING, park(), reopen())

    assert (changed.roles.left, changed.roles.back) == ((), ())


def test_the_words_of_a_role_are_told_before_and_after() -> None:
    (role,) = between(*TALKED, conclude(learned=LearningInput(appeal=9))).roles.changes

    assert role.before is not None
    assert (role.before.appeal_word, role.after.appeal_word) == ("fairly_neutral", "fairly_liked")
    assert (role.appeal_word_changed, role.reach_word_changed, role.evidence) == (True, False, 1)


def test_a_role_that_was_not_known_has_no_before_and_no_changed_word() -> None:
    (role,) = between(start(), discover(happened_on=day(1))).roles.changes

    assert (role.before, role.appeal_word_changed, role.reach_word_changed) == (None, False, False)


def test_another_leader_changes_the_order() -> None:
    changed = between(
        *ABOUT_TEACHING, OTHER, plan(role_id=RISK), run(), conclude(learned=LearningInput(appeal=9))
    )
    worse = between(*ABOUT_TEACHING, OTHER, plan(), run(), conclude(learned=LearningInput(appeal=0)))
    order = {one.order.leader.title for one in (changed, worse) if one.order.leader}

    assert order == {"risk manager"}
    assert changed.order.after == worse.order.after == (RISK, TEACHER)
    assert [one.after.place for one in changed.roles.changes] == [1, 2]


def test_parking_the_last_role_leaves_no_leader() -> None:
    changed = between(*ABOUT_TEACHING, park())

    assert (changed.order.leader, changed.order.leader_changed) == (None, True)
    assert difference_sentences(changed) == (
        "No role is active any more.",
        "Parked: teacher (not it).",
    )


# Wishes, strengths and gaps.


def criteria(*names: str) -> list[UserCommand]:
    return [NameCriterion(happened_on=day(0), criterion_id=uid(name), wording=name) for name in names]


def test_wishes_go_up_and_down_and_new_ones_come() -> None:
    traded = TradeoffInput(winner=known("peace"), loser=known("pay"), met_in_reality=True)
    changed = between(
        *TALKED, *criteria("peace", "pay", "a", "b"), conclude(learned=LearningInput(tradeoffs=(traded,)))
    )
    found = {one.criterion_id: one.direction for one in changed.criteria}

    assert (found[PEACE], found[PAY], found[uid("a")]) == ("up", "down", "hardly")
    assert "Priorities: peace up, pay down." in difference_sentences(changed)


def test_a_wish_that_was_named_in_between_is_new() -> None:
    changed = between(*ABOUT_TEACHING, name_criterion(happened_on=day(1)))

    assert [(one.direction, one.before) for one in changed.criteria] == [("new", None)]
    assert difference_sentences(changed) == ("New priority: pay.",)


def seen(witness: Any, **told_of: Any) -> StrengthInput:
    return StrengthInput(strength_id=uid("calm"), wording="stays calm", witness=witness, **told_of)


def test_a_strength_is_new_and_then_confirmed_by_a_second_witness() -> None:
    told_of = (
        *ABOUT_TEACHING,
        plan(contact=contact()),
        run(),
        conclude(learned=LearningInput(strengths=(seen("self"),))),
        plan(experiment_id=uid("more"), contact=contact()),
        run(experiment_id=uid("more"), happened_on=day(5)),
        conclude(
            experiment_id=uid("more"), happened_on=day(6), learned=LearningInput(strengths=(seen("contact"),))
        ),
    )
    (new,), (confirmed,) = between(*told_of, until=4).strengths, between(*told_of, since=4).strengths

    assert (new.new, new.confirmed, new.witnesses) == (True, False, 1)
    assert (confirmed.new, confirmed.confirmed, confirmed.witnesses) == (False, True, 2)
    assert "Confirmed by a second person: stays calm." in difference_sentences(between(*told_of, since=4))


def test_the_same_witness_twice_confirms_nothing() -> None:
    again = learn(strengths=(seen("self", hidden=True),), happened_on=day(5))

    assert (
        between(*TALKED, conclude(learned=LearningInput(strengths=(seen("self"),))), again, since=4).strengths
        == ()
    )


def observed(contact_id: UUID | None, on: date) -> StrengthObserved:
    return StrengthObserved(
        happened_on=on,
        strength_id=uid("calm"),
        wording="stays calm",
        hidden=True,
        witness="contact",
        source=Source(kind="experiment", id=uid(f"talk on {on}")),
        contact_id=contact_id,
    )


@pytest.mark.parametrize(
    ("one", "other", "confirmed"),
    [(uid("a"), uid("b"), [True]), (uid("a"), uid("a"), []), (uid("a"), None, []), (None, None, [])],
)
def test_only_contacts_who_can_be_told_apart_confirm_each_other(
    one: UUID | None, other: UUID | None, confirmed: list[bool]
) -> None:
    state = folded([observed(one, day(2)), observed(other, day(5))])

    assert confirmed == [each.confirmed for each in compute_difference(state, day(4), day(9)).strengths]


PAPERS = uid("papers")
FOUND = conclude(learned=LearningInput(gaps=(GapInput(gap_id=PAPERS, wording="papers", closable=True),)))
DECIDED = DecideGap(happened_on=day(4), gap_id=PAPERS, decision="close", how="a course")
CLOSED = CloseGap(happened_on=day(8), gap_id=PAPERS)


@pytest.mark.parametrize(
    ("since", "until", "before", "after", "said"),
    [
        (0, 2, None, "open", "New gap: papers."),
        (3, 5, "open", "close", "To close: papers."),
        (5, 8, "close", "closed", "Closed: papers."),
        (2, 9, "open", "closed", "Closed: papers."),
    ],
)
def test_a_gap_is_found_decided_on_and_closed(
    since: int, until: int, before: Any, after: Any, said: str
) -> None:
    changed = between(*TALKED, FOUND, DECIDED, CLOSED, since=since, until=until)

    assert changed.gaps == (GapChange(gap_id=PAPERS, wording="papers", before=before, after=after),)
    assert said in difference_sentences(changed)


def test_a_gap_that_stands_as_it_stood_is_not_told() -> None:
    assert between(*TALKED, FOUND, DECIDED, since=5).gaps == ()


# Steps, movers, dread.


def test_the_steps_in_between_come_after_the_first_day_up_to_the_last() -> None:
    told_of = (
        *TALKED,
        *(plan(experiment_id=uid("more")), cancel(experiment_id=uid("more"), happened_on=day(5))),
    )

    assert [one.ended for one in between(*told_of, since=1).steps] == ["run", "cancelled"]
    assert [one.ended for one in between(*told_of, since=2, until=5).steps] == ["cancelled"]
    assert {"Two steps done: two conversations.", "One step did not take place."} <= set(
        difference_sentences(between(*told_of))
    )


def test_what_moved_most_is_told_by_how_much() -> None:
    changed = between(*TALKED, conclude(learned=LearningInput(appeal=9)))
    (mover,) = changed.movers

    assert mover.experiment_id == TALK
    assert (
        "Biggest changes: the conversation about teacher on 16 January (up 6 points)."
        in difference_sentences(changed)
    )


def test_dread_is_told_then_and_now_with_the_step_that_eased_most() -> None:
    one = (plan(dread_before=8), run(dread_after=3))
    two = (
        plan(experiment_id=uid("more"), dread_before=4),
        run(experiment_id=uid("more"), happened_on=day(5), dread_after=4),
    )
    changed = between(*ABOUT_TEACHING, *one, *two, since=2)
    whole = between(*ABOUT_TEACHING, *one, *two)

    assert (changed.dread.before, changed.dread.after, changed.dread.most_eased) == (8.0, 6.0, None)
    assert whole.dread.before is None
    assert whole.dread.most_eased is not None
    assert "Less dread than before: 6.0 on average, was 8.0." in difference_sentences(changed)
    assert "Dread from 8 to 3: the conversation about teacher." in difference_sentences(whole)


def test_met_roles_widen_the_scope() -> None:
    in_role = contact(in_role=True)
    changed = between(*ABOUT_TEACHING, plan(contact=in_role), run())

    assert (changed.scope.met_before, changed.scope.met) == (0, 1)
    assert difference_sentences(changed) == ("One role tried.", "One step done: one conversation.")


# Nothing changed.


def test_when_nothing_changed_that_is_what_is_said() -> None:
    assert difference_sentences(between(*ABOUT_TEACHING)) == ("Nothing changed.",)


def test_what_fades_by_itself_says_so() -> None:
    changed = between(*APPLIED, answer(), since=9, until=365)
    (said,) = difference_sentences(changed)

    assert said.startswith("Teacher: still neutral")
    assert said.endswith(". Nothing new was heard, so older evidence counts less.")


def test_before_the_journey_there_is_nothing_to_compare() -> None:
    nothing = compute_difference(DIFFERENCE.initial, day(0), day(9))

    assert nothing.roles.changes == ()
    assert difference_sentences(nothing) == ("Nothing changed.",)


def test_evidence_about_a_role_that_is_missing_breaks_nothing() -> None:
    events = decide_commands((start(),))
    state = folded([*events, rated(), heard("referral")])

    assert difference_sentences(compute_difference(state, day(0), day(9))) == ("Nothing changed.",)


def test_a_view_on_a_day_compares_it_with_the_week_before() -> None:
    state = folded(decide_commands(ABOUT_TEACHING))

    assert DIFFERENCE.view(state, day(9), DEFAULT_PARAMETERS) == compute_difference(state, day(2), day(9))


# How it is said.


@pytest.mark.parametrize(
    ("count", "kind", "said"),
    [
        (1, "conversation", "one conversation"),
        (2, "job_shadow", "two job shadowings"),
        (1, "desk_research", "one piece of desk research"),
        (3, "desk_research", "three pieces of desk research"),
        (11, "follow_up", "11 follow-ups"),
    ],
)
def test_things_are_counted_in_words(count: int, kind: ExperimentKind, said: str) -> None:
    assert said == counted_steps(count, kind)


@pytest.mark.parametrize(
    ("effective", "said"),
    [(1.0, "one"), (1.5, "one or two"), (2.29, "two"), (2.71, "three"), (11.5, "11 or 12")],
)
def test_about_how_many_is_said_in_words(effective: float, said: str) -> None:
    assert said == approximate_number(effective)


# The worked cases.


@cache
def of_case(number: int, since: int, until: int) -> Difference:
    state = fold(DIFFERENCE, entries_of(read(number)))
    return compute_difference(state, evening(number, since), evening(number, until))


def printed(title: str, figures: RoleFigures | None) -> dict[str, Any]:
    assert figures is not None
    return {
        "role": title,
        "appeal": round(figures.appeal),
        "reach": round(figures.reach, 2),
        "promise": round(figures.promise),
    }


ROWS = [
    pytest.param(number, before, after, id=f"case {number}, weeks {before['week']} and {after['week']}")
    for number in CASES
    for rows in [told(number)["expected"]["end_of_week"]]
    for before in rows
    for after in rows
    if before["week"] < after["week"]
]


@pytest.mark.parametrize(("number", "before", "after"), ROWS)
def test_both_ends_of_a_difference_show_the_figures_of_the_case(number: int, before: Any, after: Any) -> None:
    changed = of_case(number, before["week"], after["week"])
    then = sorted(
        (one for one in changed.roles.changes if one.before and one.before.place),
        key=lambda one: (one.before and one.before.place) or 0,
    )
    expected_then = [
        {key: top[key] for key in ("role", "appeal", "reach", "promise")} for top in before["top"]
    ]
    expected_now = [{key: top[key] for key in ("role", "appeal", "reach", "promise")} for top in after["top"]]

    assert expected_then == [printed(one.title, one.before) for one in then[:3]]
    assert expected_now == [printed(one.title, one.after) for one in changed.roles.changes[:3]]


@pytest.mark.parametrize(("number", "before", "after"), ROWS)
def test_focus_and_scope_at_both_ends_are_those_of_the_case(number: int, before: Any, after: Any) -> None:
    changed = of_case(number, before["week"], after["week"])
    focus, scope = changed.focus, changed.scope

    assert (before["n_eff"], after["n_eff"]) == (round(focus.effective_before, 1), round(focus.effective, 1))
    assert (before["focus"], after["focus"]) == (
        round(focus.focus_before or 0, 2),
        round(focus.focus or 0, 2),
    )
    assert (before["known"], after["known"]) == (scope.known_before, scope.known)
    assert (before["in_play"], after["in_play"]) == (scope.in_play_before, scope.in_play)
    assert (before["tested"], after["tested"]) == (scope.met_before, scope.met)
    assert (before["new_tested"], after["new_tested"]) == (scope.new_met_before, scope.new_met)


@pytest.mark.parametrize(("number", "before", "after"), ROWS)
def test_the_leader_changes_when_the_case_says_so(number: int, before: Any, after: Any) -> None:
    order = of_case(number, before["week"], after["week"]).order
    leads = (before["top"][0]["role"], after["top"][0]["role"])

    assert order.leader_before is not None
    assert order.leader is not None
    assert leads == (order.leader_before.title, order.leader.title)
    assert order.leader_changed == (leads[0] != leads[1])


@pytest.mark.parametrize("number", CASES)
def test_the_whole_case_ends_with_its_criteria(number: int) -> None:
    changed = of_case(number, 1, WEEKS[-1])

    assert told(number)["expected"]["final_criteria"] == {
        one.wording: round(one.after, 2) for one in changed.criteria
    }


def test_the_last_month_of_case_1_in_words() -> None:
    assert difference_sentences(of_case(1, 8, 12)) == (
        "Risk manager zorg is now in the lead, ahead of adviseur kwaliteit en veiligheid.",
        "In effect choosing between two roles, was two or three.",
        "Focus and range: a broad search, with a favourite; before: a broad search, and still open.",
        "New on the list: klinisch applicatiespecialist.",
        (
            "Risk manager zorg: still very appealing (83\u00a0±\u00a010), very good chances (92%; was good, 73%)."
        ),
        ("Klinisch applicatiespecialist: neutral (55\u00a0±\u00a018), fair chances (68%)."),
        (
            "Biggest changes: the conversation about klinisch applicatiespecialist on 19 March (up 8 points), "
            "the application for risk manager zorg on 17 March, with its reply of 20 March (up 5 points) "
            "and the interview for risk manager zorg on 31 March (up 3 points)."
        ),
        "Priorities: impact at scale up.",
        "Confirmed by a second person: asks the question nobody asks.",
        "Two more roles tried: seven now.",
        "Five steps done: two applications, one conversation, one follow-up and one interview.",
        "Dread from 6 to 2: the interview for risk manager zorg.",
        "Less dread than before: 4.2 on average, was 6.0.",
    )


def test_nothing_changed_in_the_rest_week_of_case_1() -> None:
    assert difference_sentences(of_case(1, 8, 9)) == ("Nothing changed.",)


def test_the_shadow_day_brings_another_leader_in_case_2() -> None:
    changed = of_case(2, 5, 6)

    assert changed.order.leader_changed
    assert changed.movers[0].kind == "job_shadow"


# What holds of every journey.


@given(histories(), st.integers(0, 200), days, days)
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(
    history: History, cut: int, since: date, until: date
) -> None:
    all_of_it = history.entries()
    whole, kept = fold(DIFFERENCE, all_of_it), fold(DIFFERENCE, all_of_it[:cut])
    stored = msgspec.json.decode(msgspec.json.encode(kept), type=DifferenceState)

    assert whole == fold_more(DIFFERENCE, kept, all_of_it[cut:])
    assert compute_difference(whole, since, until) == compute_difference(
        fold_more(DIFFERENCE, stored, all_of_it[cut:]), since, until
    )


@given(histories(), days, days)
@long_histories
def test_a_difference_can_be_told_in_json(history: History, since: date, until: date) -> None:
    shown = compute_difference(fold(DIFFERENCE, history.entries()), since, until)

    assert shown == msgspec.json.decode(msgspec.json.encode(shown), type=Difference)


@given(histories(), days)
@long_histories
def test_a_day_does_not_differ_from_itself(history: History, on: date) -> None:
    same = compute_difference(fold(DIFFERENCE, history.entries()), on, on)

    assert difference_sentences(same) == ("Nothing changed.",)
    assert all(one.before == one.after for one in same.roles.changes)
    assert {one.direction for one in same.criteria} <= {"hardly"}
    assert (same.strengths, same.gaps, same.steps, same.movers) == ((), (), (), ())


@given(histories(), days, days)
@long_histories
def test_the_dates_may_be_named_in_either_order(history: History, one: date, other: date) -> None:
    state = fold(DIFFERENCE, history.entries())

    assert compute_difference(state, one, other) == compute_difference(state, other, one)


@given(histories(), days, days)
@long_histories
def test_a_difference_depends_only_on_what_is_dated_up_to_its_last_day(
    history: History, since: date, until: date
) -> None:
    last = max(since, until)
    kept = folded([event for event in history.events if event.happened_on <= last])

    assert compute_difference(folded(list(history.events)), since, until) == compute_difference(
        kept, since, until
    )


@given(histories(), days, days, days)
@long_histories
def test_one_difference_begins_where_the_one_before_it_ended(
    history: History, one: date, two: date, three: date
) -> None:
    first, middle, last = sorted((one, two, three))
    state = fold(DIFFERENCE, history.entries())
    before, after = compute_difference(state, first, middle), compute_difference(state, middle, last)
    ended = {role.role_id: role.after for role in before.roles.changes}
    began = {role.role_id: role.before for role in after.roles.changes if role.before}

    assert ended == began
    assert before.order.after == after.order.before
    assert before.focus.effective == after.focus.effective_before
    assert len(compute_difference(state, first, last).steps) == len(before.steps) + len(after.steps)


@given(histories(), days, days)
@long_histories
def test_the_movers_are_those_of_the_whole_profile(history: History, one: date, other: date) -> None:
    since, until = sorted((one, other))
    state = fold(DIFFERENCE, history.entries())
    expected = [
        (each.experiment_id, each.size) for each in largest_moves(state.learning, since, until) if each.roles
    ]
    shown = [(each.experiment_id, each.size) for each in compute_difference(state, since, until).movers]

    assert [size for _, size in expected[:3]] == pytest.approx([size for _, size in shown])
    assert {key for key, _ in shown} <= {key for key, _ in expected}


@given(histories(), days, days)
@long_histories
def test_what_a_headline_tells_of_is_among_the_sentences(history: History, since: date, until: date) -> None:
    """The role whose printed potential changed most is named, and that nothing changed is said only where none did."""
    changed = compute_difference(fold(DIFFERENCE, history.entries()), since, until)
    said = difference_sentences(changed)
    most = most_moved_role(changed)

    if most:
        assert "Nothing changed." not in said
        assert any(most.title.casefold() in one.casefold() for one in said)


@given(histories(), days, days)
@long_histories
def test_every_sentence_is_one(history: History, since: date, until: date) -> None:
    said = difference_sentences(compute_difference(fold(DIFFERENCE, history.entries()), since, until))

    assert said
    assert all(one.endswith(".") and one[0] == one[0].upper() for one in said)
    assert len(set(said)) == len(said)
