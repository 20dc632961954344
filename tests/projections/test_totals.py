"""Totals: what one journey brings to them, and that nobody can be picked out of the sum."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import to_builtins

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.course import SetTrack
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.network import EmployerInput
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.alerts import AlertClosed, AlertOpened
from domain.vocabulary import Ending, Track
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.totals.contribution import (
    EMPTY_CONTRIBUTION,
    EmployerApproach,
    EmployerReply,
    JourneyContribution,
)
from projections.totals.disclosure import GROUP_SIZE, shown_groups
from projections.totals.projection import JOURNEY_CONTRIBUTION
from projections.totals.totals import Totals, compute_totals
from tests.domain.journeys import (
    ABOUT_TEACHING,
    HOSPITAL,
    answer,
    ask_why,
    cancel,
    check_in,
    day,
    hear_why,
    journey_started,
    plan,
    run,
    send,
    silence,
    start,
    uid,
    write,
)
from tests.domain.scenario import decide_commands
from tests.histories import History, histories
from tests.json_numbers import integers
from tests.projections.small_games import LONG_AFTER, entries
from tests.projections.worked_cases import CASES, entries_of, evening, read

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

TRACKS: tuple[Track, ...] = ("curative", "preventive", "re_integration")
ENDINGS: tuple[Ending, ...] = ("new_work", "education", "rest", "stopped")
TRACK_OF_CASE: dict[int, Track] = {1: "preventive", 2: "re_integration"}
AT_HOSPITAL = EmployerInput(employer_id=HOSPITAL, name="Hospital")


def events_of(*told: UserCommand) -> list[AnyJourneyEvent]:
    return decide_commands(told)


def share_of(events: list[AnyJourneyEvent], on: date = LONG_AFTER) -> JourneyContribution:
    return JOURNEY_CONTRIBUTION.view(fold(JOURNEY_CONTRIBUTION, entries(events)), on, DEFAULT_PARAMETERS)


def share(*told: UserCommand, on: date = LONG_AFTER) -> JourneyContribution:
    return share_of(events_of(*told), on)


def approach(
    employer: str = "Hospital", came: EmployerReply = "refused_unseen", **told: Any
) -> EmployerApproach:
    plain: dict[str, Any] = {"kind": "application", "days": 10, "asked": False, "usable": False}
    return EmployerApproach(employer=employer, came=came, **(plain | told))


def made(count: int = 1, **told: Any) -> list[JourneyContribution]:
    """So many journeys alike: four weeks old, eight steps, the first on day 3, a check-in last week."""
    plain: dict[str, Any] = {
        "started": True,
        "track": "curative",
        "days_to_first_step": 3,
        "days_on_the_way": 28,
        "steps": 8,
        "ending": None,
        "days_to_contact": (),
        "open_alerts": (),
        "days_without_contact": 7,
        "approaches": (),
    }
    return [JourneyContribution(**(plain | told)) for _ in range(count)]


# What one journey brings.


def test_a_journey_brings_nothing_before_it_starts() -> None:
    assert [share_of([]), share(*ABOUT_TEACHING, on=day(-1))] == [EMPTY_CONTRIBUTION] * 2


def test_days_to_the_first_step_count_from_the_start_to_what_took_place() -> None:
    told = (*ABOUT_TEACHING, plan(), cancel(), plan(experiment_id=uid("other")))
    ran = run(experiment_id=uid("other"), happened_on=day(6))

    assert share(*told).days_to_first_step is None
    assert (share(*told, ran).days_to_first_step, share(*told, ran).steps) == (6, 2)
    assert share(*told, ran, on=day(5)).days_to_first_step is None


def test_the_track_is_the_one_of_the_day() -> None:
    told = (start(), SetTrack(happened_on=day(10), track="curative"))

    assert (share(*told, on=day(9)).track, share(*told, on=day(10)).track) == ("preventive", "curative")


def test_of_two_tracks_set_on_one_day_the_last_recorded_counts() -> None:
    first = SetTrack(happened_on=day(10), track="curative")
    last = SetTrack(happened_on=day(10), track="re_integration")

    assert share(start(), first, last, on=day(10)).track == "re_integration"


def test_after_an_ending_neither_days_nor_steps_go_on() -> None:
    told = (*ABOUT_TEACHING, RecordEnding(happened_on=day(14), ending="new_work"), plan(happened_on=day(20)))
    after_care = (*told, run(happened_on=day(21)))

    seen = share(*after_care, on=day(60))

    assert (seen.ending, seen.days_on_the_way, seen.steps) == ("new_work", 14, 0)
    assert (share(*after_care, on=day(13)).ending, share(*after_care, on=day(13)).days_on_the_way) == (
        None,
        13,
    )


def alert(on: date) -> AlertOpened:
    return AlertOpened(happened_on=on, rule="silence", since=on)


def closed(on: date) -> AlertClosed:
    return AlertClosed(happened_on=on, rule="silence")


@pytest.mark.parametrize(
    ("told", "waited", "waiting"),
    [
        ([alert(day(10))], (), ("silence",)),
        ([alert(day(10)), check_in(happened_on=day(14))], (4,), ()),
        ([alert(day(10)), check_in(happened_on=day(10))], (0,), ()),
        ([check_in(happened_on=day(9)), alert(day(10))], (), ("silence",)),
        ([alert(day(10)), closed(day(12)), check_in(happened_on=day(14))], (), ()),
        ([alert(day(10)), check_in(happened_on=day(11)), closed(day(12))], (1,), ()),
        ([alert(day(10)), closed(day(12)), alert(day(12))], (), ("silence",)),
        ([alert(day(10)), closed(day(12)), alert(day(20)), check_in(happened_on=day(23))], (3,), ()),
    ],
)
def test_an_alert_waits_for_a_contact_until_it_ceases(
    told: list[Any], waited: tuple[int, ...], waiting: tuple[str, ...]
) -> None:
    events: list[AnyJourneyEvent] = [journey_started()]
    for one in told:
        events += [one] if isinstance(one, AlertOpened | AlertClosed) else events_of(start(), one)[1:]

    seen = share_of(events)

    assert (waited, waiting) == (seen.days_to_contact, seen.open_alerts)


def test_days_without_a_contact_count_from_the_last_one_or_the_start() -> None:
    told = (start(), check_in(happened_on=day(5)))

    assert tuple(share(*told, on=day(ahead)).days_without_contact for ahead in (4, 8)) == (4, 3)


APPLIED_THERE = (*ABOUT_TEACHING, write(employer=AT_HOSPITAL), send())


@pytest.mark.parametrize(
    ("told", "came", "days"),
    [
        ([], "waiting", None),
        ([silence()], "silence", None),
        ([answer(answer="rejected_unseen")], "refused_unseen", 7),
        ([answer(answer="invited")], "invited", 7),
        (
            [
                answer(answer="invited"),
                answer(answer="rejected_after_interview", close=False, happened_on=day(20)),
            ],
            "invited",
            7,
        ),
        ([answer(answer="rejected_after_interview", close=True)], "refused_after_interview", 7),
        ([silence(), answer(answer="rejected_unseen", happened_on=day(40))], "refused_unseen", 38),
    ],
)
def test_an_approach_is_told_by_its_best_answer(told: list[UserCommand], came: str, days: int | None) -> None:
    (only,) = share(*APPLIED_THERE, *told).approaches

    assert (only.employer, only.kind, only.came, only.days) == ("Hospital", "application", came, days)


def test_an_approach_knows_whether_feedback_was_asked_for_and_could_be_used() -> None:
    refused: RecordAnswer = answer(answer="rejected_unseen")
    told = (*APPLIED_THERE, refused, ask_why(happened_on=day(10)), hear_why(happened_on=day(12)))

    (before,), (asked,) = (share(*told, on=day(ahead)).approaches for ahead in (9, 12))

    assert (before.asked, asked.asked, asked.usable) == (False, True, False)


def test_an_approach_without_an_employer_or_not_made_yet_is_none() -> None:
    assert share(*ABOUT_TEACHING, write(), send()).approaches == ()
    assert share(*ABOUT_TEACHING, write(employer=AT_HOSPITAL)).approaches == ()
    assert share(*APPLIED_THERE, on=day(1)).approaches == ()


@pytest.mark.parametrize("number", CASES)
def test_the_worked_cases_bring_their_share(number: int) -> None:
    whole = entries_of(read(number))
    last = evening(number, 12)

    seen = JOURNEY_CONTRIBUTION.view(fold(JOURNEY_CONTRIBUTION, whole), last, DEFAULT_PARAMETERS)

    assert (seen.started, seen.track, seen.days_on_the_way) == (True, TRACK_OF_CASE[number], 83)
    assert seen.days_to_first_step is not None
    assert seen.days_to_first_step <= 7
    assert seen.steps >= len(seen.approaches)
    assert compute_totals([seen] * 4) == compute_totals([])
    assert compute_totals([seen] * 5).journeys == 5


@long_histories
@given(history=histories(), cut=st.integers(0, 200), ahead=st.integers(0, 120))
def test_a_share_that_goes_on_is_the_share_of_the_whole(history: History, cut: int, ahead: int) -> None:
    told, on = history.entries(), day(ahead)
    state = fold_more(JOURNEY_CONTRIBUTION, fold(JOURNEY_CONTRIBUTION, told[:cut]), told[cut:])

    assert JOURNEY_CONTRIBUTION.view(
        fold(JOURNEY_CONTRIBUTION, told), on, DEFAULT_PARAMETERS
    ) == JOURNEY_CONTRIBUTION.view(state, on, DEFAULT_PARAMETERS)


@long_histories
@given(history=histories(), ahead=st.integers(0, 120))
def test_what_lies_after_a_day_brings_nothing_to_its_share(history: History, ahead: int) -> None:
    on = day(ahead)
    past = [one for one in history.entries() if one.event.happened_on <= on]

    assert JOURNEY_CONTRIBUTION.view(
        fold(JOURNEY_CONTRIBUTION, past), on, DEFAULT_PARAMETERS
    ) == JOURNEY_CONTRIBUTION.view(fold(JOURNEY_CONTRIBUTION, history.entries()), on, DEFAULT_PARAMETERS)


# Totals of many journeys.


def test_four_journeys_tell_nothing_and_five_do() -> None:
    assert compute_totals(made(4)) == compute_totals([]) == compute_totals([*made(4), EMPTY_CONTRIBUTION])
    assert compute_totals(made(5)) == Totals(
        journeys=5,
        ended=0,
        steps_a_week=2.0,
        tracks={"curative": 5},
        endings={},
        start=compute_totals(made(5)).start,
        contact=None,
        coach_silent=0,
        employers=(),
    )


def test_a_single_small_group_takes_the_next_smallest_along() -> None:
    seen = compute_totals([*made(2), *made(6, track="preventive"), *made(9, track="re_integration")])

    assert (seen.journeys, seen.tracks) == (15, {"re_integration": 10})


def test_two_small_groups_that_make_five_hide_each_other() -> None:
    seen = compute_totals([*made(2), *made(3, track="preventive"), *made(9, track="re_integration")])

    assert seen.tracks == {"re_integration": 10}


def test_two_small_groups_that_make_four_take_a_third_along() -> None:
    seen = compute_totals([*made(1), *made(3, track="preventive"), *made(9, track="re_integration")])

    assert seen.tracks == {}


def test_how_many_ended_is_told_with_how_they_did() -> None:
    seen = compute_totals([*made(6), *made(7, ending="new_work"), *made(5, ending="education")])

    assert (seen.ended, seen.endings, seen.coach_silent) == (10, {"education": 5, "new_work": 5}, 0)


def test_one_who_ended_hides_behind_those_who_go_on() -> None:
    seen = compute_totals([*made(9), *made(1, ending="stopped")])

    assert (seen.journeys, seen.ended, seen.endings) == (10, None, {})


def test_one_who_goes_on_hides_behind_those_who_ended() -> None:
    seen = compute_totals([*made(1), *made(6, ending="new_work"), *made(8, ending="education")])

    assert (seen.ended, seen.endings) == (None, {"education": 10})


def test_a_silent_coach_is_told_of_from_five_journeys_on() -> None:
    heard = made(6)

    assert compute_totals([*heard, *made(5, days_without_contact=14)]).coach_silent == 5
    assert compute_totals([*heard, *made(4, days_without_contact=14)]).coach_silent is None
    assert compute_totals([*made(1), *made(5, days_without_contact=14)]).coach_silent is None
    assert compute_totals([*made(6, days_without_contact=13)]).coach_silent == 0
    assert compute_totals([*heard, *made(5, days_without_contact=60, ending="rest")]).coach_silent == 0


def test_the_start_is_told_of_journeys_that_are_a_week_old() -> None:
    young = made(9, days_on_the_way=6, days_to_first_step=None)
    late = made(5, days_to_first_step=8)

    seen = compute_totals([*young, *made(5), *late]).start

    assert seen is not None
    assert (seen.within_a_week, seen.median_days) == (0.5, 5.5)
    assert compute_totals(young).start is None


@pytest.mark.parametrize("soon", [1, 4, 6, 9])
def test_a_part_that_is_one_to_four_journeys_is_not_told_of_the_start(soon: int) -> None:
    seen = compute_totals([*made(soon), *made(10 - soon, days_to_first_step=20)]).start

    assert seen is not None
    assert seen.within_a_week is None


def test_a_journey_that_never_took_a_step_is_not_in_time() -> None:
    seen = compute_totals(made(5, days_to_first_step=None)).start

    assert seen is not None
    assert (seen.within_a_week, seen.median_days) == (0.0, None)


def test_contact_is_told_from_five_journeys_with_alerts() -> None:
    met, waits = made(5, days_to_contact=(2, 4)), made(5, open_alerts=("silence",))

    seen = compute_totals([*met, *waits]).contact

    assert seen is not None
    assert (seen.alerts, seen.median_days, seen.waiting) == (15, 3.0, 5)
    assert compute_totals([*made(4, days_to_contact=(2,)), *made(9)]).contact is None


def test_many_alerts_of_few_journeys_are_not_told() -> None:
    one_who_was_met = [*made(1, days_to_contact=(1, 2, 3, 4, 5)), *made(5, open_alerts=("silence",))]
    one_who_waits = [*made(5, days_to_contact=(3,)), *made(1, open_alerts=("silence", "tunnel"))]

    first, second = compute_totals(one_who_was_met).contact, compute_totals(one_who_waits).contact

    assert first is not None
    assert second is not None
    assert (first.median_days, first.waiting) == (None, None)
    assert (second.median_days, second.waiting) == (3.0, None)


def test_an_employer_is_told_of_from_five_cases_on() -> None:
    four, five = (
        compute_totals([*made(count, approaches=(approach(),)), *made(9)]).employers
        for count in (4, GROUP_SIZE)
    )

    assert four == ()
    assert [(one.employer, one.approaches) for one in five] == [("Hospital", 5)]


def test_five_cases_of_one_journey_tell_of_that_journey_and_are_not_told() -> None:
    assert compute_totals([*made(1, approaches=(approach(),) * 5), *made(9)]).employers == ()


def test_an_employer_is_the_same_in_other_letters_under_its_usual_name() -> None:
    names = ("St. Olav", "st.  olav ", "ST. OLAV", "St. Olav", "St. Olav")
    shares = [one for name in names for one in made(approaches=(approach(name),))]

    assert [(one.employer, one.approaches) for one in compute_totals(shares).employers] == [("St. Olav", 5)]


def test_manners_are_shares_of_what_is_settled() -> None:
    came: tuple[EmployerReply, ...] = (
        "invited",
        "silence",
        "refused_unseen",
        "refused_after_interview",
        "waiting",
    )
    days = (4, None, 10, 12, None)
    shares = [
        one
        for what, took in zip(came, days, strict=True)
        for one in made(5, approaches=(approach(came=what, days=took, asked=what != "waiting"),))
    ]

    (seen,) = compute_totals(shares).employers

    assert (seen.answered, seen.invited, seen.silent, seen.median_days) == (0.75, 0.25, 0.25, 10)
    assert (seen.feedback_asked, seen.feedback_usable) == (20, 0)


def test_days_until_an_answer_of_few_journeys_are_not_told() -> None:
    met, waits = made(4, approaches=(approach(days=3),) * 2), made(9, approaches=(approach(days=None),))

    (seen,) = compute_totals([*met, *waits]).employers

    assert seen.median_days is None


def test_an_employer_everybody_waits_for_has_no_manners_yet() -> None:
    shares = made(5, approaches=(approach(came="waiting", days=None),))

    (seen,) = compute_totals(shares).employers

    assert (seen.answered, seen.silent, seen.median_days) == (None, None, None)


def test_the_employers_with_most_cases_come_first_then_by_name() -> None:
    shares = [
        *made(5, approaches=(approach("Bakery"), approach("Abbey"))),
        *made(1, approaches=(approach("Bakery"),)),
        *made(8, approaches=(approach("Circus"),)),
    ]

    assert [one.employer for one in compute_totals(shares).employers] == ["Circus", "Abbey", "Bakery"]


# The law.

SHARES = st.lists(
    st.builds(
        JourneyContribution,
        started=st.just(value=True),
        track=st.sampled_from(TRACKS),
        days_to_first_step=st.none() | st.integers(0, 20),
        days_on_the_way=st.integers(0, 60),
        steps=st.integers(0, 20),
        ending=st.none() | st.sampled_from(ENDINGS),
        days_to_contact=st.lists(st.integers(0, 9), max_size=2).map(tuple),
        open_alerts=st.sampled_from([(), ("silence",), ("silence", "tunnel")]),
        days_without_contact=st.sampled_from([3, 30]),
        approaches=st.just(()),
    ),
    max_size=40,
)


def few(count: int) -> bool:
    return 1 <= count < GROUP_SIZE


def reckoned(seen: Totals) -> list[int]:
    """Every count of journeys that is told, and every one that subtraction gives."""
    assert seen.journeys is not None
    whole, silent = seen.journeys, seen.coach_silent or 0
    of_endings = sum(seen.endings.values())
    found = [whole, silent, *seen.tracks.values(), whole - sum(seen.tracks.values())]
    found += [*seen.endings.values(), whole - silent, whole - of_endings, whole - of_endings - silent]
    if seen.ended is not None:
        found += [seen.ended, whole - seen.ended, whole - seen.ended - silent, seen.ended - of_endings]
    return found


def untold(shares: Sequence[JourneyContribution]) -> set[int]:
    return {count for count in reckoned(compute_totals(shares)) if few(count)}


@pytest.mark.slow
@settings(max_examples=400)
@given(shares=SHARES)
def test_no_group_of_one_to_four_is_told_or_can_be_reckoned(shares: list[JourneyContribution]) -> None:
    if len(shares) < GROUP_SIZE:
        assert compute_totals(shares) == compute_totals([])
    else:
        assert untold(shares) == set()


@settings(max_examples=400)
@given(sizes=st.lists(st.sampled_from((0, 0, 1, 2, 4, 5, 6, 12)), min_size=5, max_size=5))
def test_no_small_group_can_be_reckoned_whatever_the_sizes_are(sizes: list[int]) -> None:
    ways: list[dict[str, Any]] = [
        {"ending": "new_work", "track": "curative"},
        {"ending": "education", "track": "preventive"},
        {"ending": "rest"},
        {"days_without_contact": 30, "track": "re_integration"},
        {"days_without_contact": 3},
    ]
    shares = [one for size, way in zip(sizes, ways, strict=True) for one in made(size, **way)]
    if len(shares) >= GROUP_SIZE:
        assert untold(shares) == set()


@given(shares=SHARES)
def test_what_is_told_of_few_alerts_or_a_few_quick_starts_is_nothing(
    shares: list[JourneyContribution],
) -> None:
    seen = compute_totals(shares)
    waiting = sum(bool(one.open_alerts) for one in shares)
    if seen.contact and seen.contact.waiting is not None:
        assert not few(waiting)
    if seen.start and seen.start.within_a_week is not None:
        old = [one for one in shares if one.ending or one.days_on_the_way >= 7]
        soon = round(seen.start.within_a_week * len(old))
        assert not few(soon)
        assert not few(len(old) - soon)


@given(shares=SHARES)
def test_every_number_is_told_in_fives(shares: list[JourneyContribution]) -> None:
    assert {one % GROUP_SIZE for one in integers(to_builtins(compute_totals(shares)))} <= {0}


@given(shares=SHARES, order=st.randoms(use_true_random=False))
def test_the_order_of_the_journeys_says_nothing(shares: list[JourneyContribution], order: Any) -> None:
    mixed = list(shares)
    order.shuffle(mixed)

    seen, again = compute_totals(shares), compute_totals(mixed)

    assert (seen.journeys, seen.tracks, seen.endings, seen.contact, seen.start) == (
        again.journeys,
        again.tracks,
        again.endings,
        again.contact,
        again.start,
    )


@given(st.dictionaries(st.uuids(), st.integers(0, 12), max_size=6))
def test_silences_of_fewer_than_five_are_neither_shown_nor_left_by_subtraction(
    counted: dict[UUID, int],
) -> None:
    shown = shown_groups(counted)
    hidden = sum(counted.values()) - sum(shown.values())

    assert all(count >= GROUP_SIZE for count in shown.values())
    assert hidden == 0 or hidden >= GROUP_SIZE or not shown
