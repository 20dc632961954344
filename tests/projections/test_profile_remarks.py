"""What stands beside the numbers of a role, the three questions, and the frame of a journey, each on its day."""

from datetime import date, timedelta
from typing import get_args
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.history import RecordedEvent
from domain.journey.commands.course import AdjustPlan, SetTrack
from domain.journey.commands.evidence import LearningInput, TradeoffInput
from domain.journey.commands.intake import AnswerQuestions
from domain.journey.commands.market import NoteMarketSignal
from domain.journey.commands.opinions import CriterionScoreInput, DisputeOdds, ScoreRole
from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.commands.vision import DecodeDream, QualityInput, SeeQuality
from domain.journey.decide import UserCommand
from domain.vocabulary import MarketSignal
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.role_effects import market_effects_on_role
from projections.profile.projection import PROFILE
from projections.profile.view import (
    DisputeView,
    MarketView,
    Profile,
    ProfileAnswersView,
    ProfileQuality,
    RolePrompt,
    RoleView,
)
from tests.domain.journeys import (
    ABOUT_TEACHING,
    MONDAY,
    NIGHTS,
    RISK,
    TALKED,
    TEACHER,
    block,
    cancel,
    check_in,
    condition,
    day,
    discover,
    name_criterion,
    named,
    park,
    plan,
    reopen,
    run,
    start,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories, sample_journey
from tests.projections.small_games import LONG_AFTER, entries

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 120).map(lambda ahead: SET_OUT + timedelta(days=ahead))

WISHES = ("pay", "peace", "travel")


def profile(*told: UserCommand, on: date) -> Profile:
    events = decide_commands(told)
    return PROFILE.view(fold(PROFILE, entries(events)), on, DEFAULT_PARAMETERS)


def teacher(*told: UserCommand, on: date) -> RoleView:
    return next(one for one in profile(*told, on=on).roles if one.role_id == TEACHER)


def dispute(ahead: int, why: str, own_reach: float | None = None) -> DisputeOdds:
    return DisputeOdds(happened_on=day(ahead), role_id=TEACHER, why=why, own_reach=own_reach)


def scored(ahead: int, **points: int) -> ScoreRole:
    given = tuple(CriterionScoreInput(criterion_id=uid(name), score=score) for name, score in points.items())
    return ScoreRole(happened_on=day(ahead), role_id=TEACHER, scores=given)


def offered(week: int, *role_ids: UUID) -> OfferSuggestions:
    offers = tuple(OfferedExperimentInput(role_id=role_id, kind="conversation") for role_id in role_ids)
    monday = MONDAY + timedelta(weeks=week)
    return OfferSuggestions(happened_on=max(monday, day(0)), monday=monday, offers=offers)


def market(name: str, ahead: int, published: int, *, weak: bool = False) -> NoteMarketSignal:
    return NoteMarketSignal(
        happened_on=day(ahead),
        signal_id=uid(name),
        role_id=TEACHER,
        signal="market_growing",
        published=day(published),
        source=name,
        weak=weak,
    )


# Disputed odds.


def test_disputed_odds_stand_beside_a_number_that_stays() -> None:
    bare = teacher(*ABOUT_TEACHING, on=day(9))
    shown = teacher(*ABOUT_TEACHING, dispute(3, "they ring me every week", 0.9), on=day(9))

    assert shown.disputed == DisputeView(on=day(3), why="they ring me every week", own_reach=0.9)
    assert (bare.reach, bare.promise, bare.disputed) == (shown.reach, shown.promise, None)


def test_the_latest_dispute_counts_from_its_day() -> None:
    told = (*ABOUT_TEACHING, dispute(3, "better", 0.9), dispute(7, "worse after all"))

    assert [
        shown.why if (shown := teacher(*told, on=day(ahead)).disputed) else None for ahead in (2, 6, 7)
    ] == [None, "better", "worse after all"]


# Roles scored criterion by criterion.


def test_three_scored_wishes_predict_the_appeal_by_their_weights() -> None:
    told = (*ABOUT_TEACHING, *map(weighed, WISHES), scored(2, pay=30, peace=60, travel=90))
    shown = teacher(*told, on=day(2))

    assert shown.predicted_appeal == pytest.approx(60)
    assert shown.scored is not None
    assert {one.wording: one.score for one in shown.scored.scores} == {"pay": 30, "peace": 60, "travel": 90}


def weighed(name: str) -> UserCommand:
    return name_criterion(criterion_id=uid(name), wording=name)


def test_what_weighs_more_predicts_more() -> None:
    pair = TradeoffInput(winner=named("peace"), loser=named("pay"), met_in_reality=True)
    told = (
        *ABOUT_TEACHING,
        *map(weighed, WISHES),
        check_in(happened_on=day(1), learned=LearningInput(tradeoffs=(pair,))),
        scored(2, pay=0, peace=100, travel=50),
    )
    shown = profile(*told, on=day(2))
    weights = {one.wording: one.weight for one in shown.criteria}

    assert shown.roles[0].predicted_appeal == pytest.approx(100 * weights["peace"] + 50 * weights["travel"])
    assert shown.roles[0].scored is not None
    assert shown.roles[0].scored.scores[0].wording == "peace"


def test_two_scored_wishes_are_too_few_to_predict() -> None:
    told = (*ABOUT_TEACHING, *map(weighed, WISHES), scored(2, pay=100, peace=100))
    shown = teacher(*told, on=day(2))

    assert (shown.predicted_appeal, shown.asks) == (None, ())


@pytest.mark.parametrize(
    ("score", "asks"), [(69, ()), (70, ("what_is_missing",)), (30, ("what_is_missing",))]
)
def test_twenty_points_from_the_appeal_something_is_missing(score: int, asks: tuple[str, ...]) -> None:
    told = (*ABOUT_TEACHING, *map(weighed, WISHES), scored(2, pay=score, peace=score, travel=score))

    assert asks == teacher(*told, on=day(2)).asks


def test_a_later_scoring_replaces_the_whole_of_the_earlier_one() -> None:
    told = (
        *ABOUT_TEACHING,
        *map(weighed, WISHES),
        scored(2, pay=50, peace=50, travel=50),
        scored(4, pay=10),
    )

    assert teacher(*told, on=day(3)).predicted_appeal == pytest.approx(50)
    assert teacher(*told, on=day(4)).predicted_appeal is None


# Offered and never tried.

THRICE: tuple[UserCommand, ...] = (*ABOUT_TEACHING, *(offered(week, TEACHER) for week in range(3)))


def test_a_role_is_offered_in_so_many_weeks() -> None:
    twice_a_week = OfferSuggestions(
        happened_on=day(1),
        monday=MONDAY,
        offers=(OfferedExperimentInput(role_id=TEACHER, kind="job_shadow"),),
    )

    assert [teacher(*THRICE, on=day(ahead)).offered for ahead in (0, 5, 12)] == [1, 2, 3]
    assert teacher(*ABOUT_TEACHING, offered(0, TEACHER), twice_a_week, on=day(3)).offered == 1


def test_offered_three_weeks_and_never_tried_asks_to_test_or_park() -> None:
    assert [teacher(*THRICE, on=day(ahead)).asks for ahead in (11, 12)] == [(), ("test_or_park",)]


@pytest.mark.parametrize(
    ("since", "asks"),
    [
        ((plan(), run()), ()),
        ((plan(), cancel()), ("test_or_park",)),
        ((plan(),), ("test_or_park",)),
        ((park(),), ()),
        ((park(), reopen()), ("test_or_park",)),
    ],
    ids=["run", "called off", "only planned", "parked", "reopened"],
)
def test_a_role_that_was_tried_or_parked_asks_no_more(
    since: tuple[UserCommand, ...], asks: tuple[str, ...]
) -> None:
    assert asks == teacher(*THRICE, *since, on=day(20)).asks


def test_what_was_offered_of_another_role_does_not_count() -> None:
    told = (*ABOUT_TEACHING, discover(role_id=RISK, title="risk manager"), offered(0, RISK))

    assert teacher(*told, on=day(5)).offered == 0


# Qualities, the market and conditions.


def test_the_qualities_that_were_seen_in_a_role_are_listed() -> None:
    told = (
        *ABOUT_TEACHING,
        DecodeDream(
            happened_on=day(1),
            dream_id=uid("pilot"),
            dream="to fly",
            qualities=(QualityInput(quality_id=uid("view"), wording="a wide view"),),
        ),
        SeeQuality(happened_on=day(2), role_id=TEACHER, quality_id=uid("view")),
    )

    assert teacher(*told, on=day(1)).qualities == ()
    assert teacher(*told, on=day(2)).qualities == (
        ProfileQuality(quality_id=uid("view"), wording="a wide view", on=day(2)),
    )


def test_market_signals_are_shown_with_their_source_the_latest_first() -> None:
    told = (*ABOUT_TEACHING, market("the new figures", 5, 4), market("the old figures", 6, 1))
    shown = teacher(*told, on=day(6)).market

    assert [one.source for one in shown] == ["the new figures", "the old figures"]
    assert shown[0] == MarketView(
        signal_id=uid("the new figures"),
        signal="market_growing",
        published=day(4),
        on=day(5),
        replaced_on=None,
        source="the new figures",
        address=None,
    )
    assert len(teacher(*told, on=day(5)).market) == 1


def test_a_market_signal_counts_among_the_odds() -> None:
    told = (*ABOUT_TEACHING, market("figures", 5, 4))

    assert [teacher(*told, on=day(ahead)).alpha for ahead in (4, 5)] == [1, 1.5]


def test_a_newer_edition_counts_in_place_of_the_older_one_whichever_was_noted_first() -> None:
    older, newer = market("Forecast 2025", 5, 1), market("forecast 2026.", 9, 4)
    late = market("Forecast 2024", 9, 0)
    told = (*ABOUT_TEACHING, older, newer, late)
    alone = (*ABOUT_TEACHING, newer)

    assert teacher(*told, on=day(8)).alpha == teacher(*ABOUT_TEACHING, older, on=day(8)).alpha
    assert teacher(*told, on=day(9)).alpha == teacher(*alone, on=day(9)).alpha
    assert [one.replaced_on for one in teacher(*told, on=day(9)).market] == [None, day(9), day(9)]
    assert [one.replaced_on for one in teacher(*told, on=day(8)).market] == [None]


def test_an_outlook_counts_for_half_and_beside_what_the_client_found_herself() -> None:
    own, outlook = market("Forecast 2025", 5, 1), market("Forecast 2026", 6, 4, weak=True)
    later = market("Forecast 2027", 9, 8, weak=True)

    assert teacher(*ABOUT_TEACHING, outlook, on=day(6)).alpha == 1.25
    both = teacher(*ABOUT_TEACHING, own, outlook, on=day(6))
    assert both.alpha == pytest.approx(1.25 + teacher(*ABOUT_TEACHING, own, on=day(6)).alpha - 1)
    assert [one.weak for one in both.market] == [True, False]
    newest = teacher(*ABOUT_TEACHING, own, outlook, later, on=day(9)).market
    assert [one.replaced_on for one in newest] == [None, day(9), None]


def of_region(region: str, ahead: int, signal: MarketSignal = "market_growing") -> NoteMarketSignal:
    return msgspec.structs.replace(
        market(f"Bureau, teachers, {region}", ahead, 1, weak=True),
        signal_id=uid(f"{region} {ahead} {signal}"),
        signal=signal,
    )


def test_one_outlook_counts_once_whatever_its_region() -> None:
    regions = [
        of_region(name, ahead) for ahead, name in enumerate(("Skåne", "Uppsala", "Kalmar", "Skåne"), 5)
    ]
    told: tuple[UserCommand, ...] = (*ABOUT_TEACHING, *regions)

    for one in regions:
        alone = teacher(*ABOUT_TEACHING, one, on=one.happened_on)
        assert teacher(*told, on=one.happened_on).alpha == alone.alpha
    shown = {one.signal_id: one.replaced_on for one in teacher(*told, on=day(9)).market}
    assert [shown[one.signal_id] for one in regions] == [day(6), day(7), day(8), None]


def test_an_outlook_is_replaced_with_all_that_it_said() -> None:
    openings, growth = of_region("Skåne", 5, "vacancies_many"), of_region("Skåne", 5)
    few = of_region("Kalmar", 6, "vacancies_none")
    told = (*ABOUT_TEACHING, openings, growth, few)

    assert teacher(*told, on=day(6)).alpha == teacher(*ABOUT_TEACHING, few, on=day(6)).alpha
    assert teacher(*told, on=day(6)).beta == teacher(*ABOUT_TEACHING, few, on=day(6)).beta
    (effect,) = market_effects_on_role(fold(PROFILE, entries(decide_commands(told))), TEACHER, day(6))
    assert effect.without.reach == teacher(*ABOUT_TEACHING, openings, growth, on=day(6)).reach


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Region 1 forecast", "Region 12 forecast"),
        ("https://jobs.example/4711", "https://jobs.example/9"),
    ],
)
def test_a_figure_that_is_no_year_tells_publications_apart(one: str, other: str) -> None:
    told = (*ABOUT_TEACHING, market(one, 5, 1), market(other, 6, 2))

    assert [shown.replaced_on for shown in teacher(*told, on=day(9)).market] == [None, None]


def test_without_a_fact_the_edition_that_it_replaced_counts_again() -> None:
    older, newer = market("Forecast 2025", 5, 1), market("Forecast 2026", 9, 4)
    state = fold(PROFILE, entries(decide_commands((*ABOUT_TEACHING, older, newer))))

    (shown,) = market_effects_on_role(state, TEACHER, day(9))

    assert shown.source == "Forecast 2026"
    assert shown.without.reach == teacher(*ABOUT_TEACHING, older, on=day(9)).reach
    assert shown.now.reach == teacher(*ABOUT_TEACHING, newer, on=day(9)).reach


def test_what_one_publication_says_of_vacancies_stands_beside_what_it_says_of_growth() -> None:
    growing = market("forecast", 5, 1)
    many = msgspec.structs.replace(
        growing, signal_id=uid("many"), signal="vacancies_many", happened_on=day(6), published=day(5)
    )

    assert teacher(*ABOUT_TEACHING, growing, many, on=day(6)).market[1].replaced_on is None


def test_a_blocked_role_names_the_condition_that_blocks_it() -> None:
    told = (*ABOUT_TEACHING, condition(), block(condition_id=NIGHTS), reopen(happened_on=day(8)))

    assert [teacher(*told, on=day(ahead)).condition for ahead in (2, 3, 8)] == [None, "no nights", None]
    assert teacher(*ABOUT_TEACHING, condition(), block(), on=day(3)).condition is None


# The questions and the frame.


def test_the_latest_answers_to_the_three_questions_are_shown() -> None:
    told = (
        start(),
        AnswerQuestions(happened_on=day(1), can="listen", want="calm"),
        AnswerQuestions(happened_on=day(9), move="ring Anouk"),
    )

    assert profile(*told, on=day(0)).questions is None
    assert profile(*told, on=day(1)).questions == ProfileAnswersView(
        on=day(1), can="listen", want="calm", move=None
    )
    assert profile(*told, on=day(9)).questions == ProfileAnswersView(
        on=day(9), can=None, want=None, move="ring Anouk"
    )


def test_the_frame_is_as_it_was_set_by_that_day() -> None:
    told = (
        start(programme_end=day(60)),
        SetTrack(happened_on=day(5), track="curative"),
        AdjustPlan(happened_on=day(8), programme_end=day(90)),
        AdjustPlan(happened_on=day(9), locale="sv"),
    )
    shown = [profile(*told, on=day(ahead)) for ahead in (4, 5, 8, 9)]

    assert [one.track for one in shown] == ["preventive", "curative", "curative", "curative"]
    assert [one.programme_end for one in shown] == [day(60), day(60), day(90), day(90)]
    assert [one.locale for one in shown] == ["nl-NL", "nl-NL", "nl-NL", "sv"]


# What holds of every journey.


@given(histories(), days)
@long_histories
def test_what_stands_beside_a_number_changes_none(history: History, on: date) -> None:
    remarked = (
        "OddsDisputed",
        "RoleScored",
        "SuggestionOffered",
        "QualitySeen",
        "MarketSignalNoted",
        "QuestionsAnswered",
    )
    bare = [one for one in history.entries() if type(one.event).__name__ not in remarked]

    assert numbers(fold_of(history.entries(), on)) == numbers(fold_of(bare, on))


def fold_of(told: list[RecordedEvent], on: date) -> Profile:
    return PROFILE.view(fold(PROFILE, told), on, DEFAULT_PARAMETERS)


def numbers(shown: Profile) -> list[tuple[object, ...]]:
    return [(one.role_id, one.appeal, one.reach, one.promise, one.share, one.standing) for one in shown.roles]


@given(histories(), days)
@long_histories
def test_a_role_asks_only_for_what_it_shows(history: History, on: date) -> None:
    for one in fold_of(history.entries(), on).roles:
        assert_that_it_asks_for_what_it_shows(one)


def test_long_journeys_ask_for_all_that_can_be_asked_for() -> None:
    told = [sample_journey(seed, 800).entries() for seed in (2, 20)]
    offered_thrice = entries(decide_commands(THRICE))
    far_off = (*ABOUT_TEACHING, *map(weighed, WISHES), scored(2, pay=70, peace=70, travel=70))
    roles = [
        role
        for each in (*told, offered_thrice, entries(decide_commands(far_off)))
        for role in fold_of(each, LONG_AFTER).roles
    ]
    for role in roles:
        assert_that_it_asks_for_what_it_shows(role)

    assert {one for role in roles for one in role.asks} == set(get_args(RolePrompt))


def assert_that_it_asks_for_what_it_shows(role: RoleView) -> None:
    if "what_is_missing" in role.asks:
        assert role.predicted_appeal is not None
        assert abs(role.predicted_appeal - role.appeal) >= 20
    if "test_or_park" in role.asks:
        assert (role.offered >= 3, role.standing) == (True, "in_play")
    assert role.predicted_appeal is None or 0 <= role.predicted_appeal <= 100
    assert role.scored is not None or role.predicted_appeal is None


def test_what_is_told_of_a_role_that_is_gone_breaks_nothing() -> None:
    told: tuple[UserCommand, ...] = (*TALKED, *THRICE[2:], dispute(3, "better"), park())
    events = decide_commands(told)
    left = [one for one in events if type(one).__name__ != "RoleDiscovered"]

    assert PROFILE.view(fold(PROFILE, entries(left)), day(30), DEFAULT_PARAMETERS).roles == ()
