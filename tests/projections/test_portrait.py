"""The portrait: agreement, qualities and who offers them, stories, goals, insights, allies, and every journey."""

from datetime import date
from typing import Any, get_args

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.allies import InviteAlly
from domain.journey.commands.assessments import AssessedStrengthInput, NoteAssessment
from domain.journey.commands.evidence import StrengthInput
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.intake import AgreeIntake, AnswerQuestions
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.stories import FinishReflection, ReachGoal, RecordStory, SetGoal
from domain.journey.commands.vision import DecodeDream, NameValue, QualityInput, SeeQuality, SketchIdeal
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.portrait.projection import PORTRAIT
from projections.portrait.state import PortraitEvent, PortraitState
from projections.portrait.view import (
    AssessmentView,
    DreamView,
    EnergyRating,
    GoalView,
    InsightTrigger,
    IntakeAgreementView,
    NamedQuality,
    NamedStrength,
    Portrait,
    PortraitAlly,
    QualityRole,
    QualityView,
    QuestionAnswersView,
    ReflectionCounts,
    RoleQualities,
    SketchView,
    StoryView,
    ThemeCount,
    ValueView,
)
from tests.domain.journeys import (
    ABOUT_TEACHING,
    ANOUK,
    MEETING,
    RISK,
    TALK,
    TALKED,
    TEACHER,
    check_in,
    contact,
    day,
    discover,
    learn,
    plan,
    run,
    start,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.projections.arbitrary_events import DAYS, arbitrary_events
from tests.projections.small_games import entries
from tests.projections.worked_cases import entries_of, evening, read

OUTDOORS = QualityInput(quality_id=uid("outdoors"), wording="outdoors")
CALM = QualityInput(quality_id=uid("calm"), wording="calm")


def view_of(events: list[AnyJourneyEvent], on: date) -> Portrait:
    return PORTRAIT.view(fold(PORTRAIT, entries(events)), on, DEFAULT_PARAMETERS)


def portrait(*told: UserCommand, on: int = 300) -> Portrait:
    return view_of(decide_commands(told), day(on))


def agree(on: int, **told: Any) -> AgreeIntake:
    return AgreeIntake(happened_on=day(on), **{"question": "what now?", "aim": "work that fits", **told})


def dream(on: int = 2, *qualities: QualityInput) -> DecodeDream:
    return DecodeDream(
        happened_on=day(on), dream_id=uid("dream"), dream="forest ranger", qualities=qualities or (OUTDOORS,)
    )


def sketch(on: int = 3, *qualities: QualityInput) -> SketchIdeal:
    return SketchIdeal(
        happened_on=day(on), sketch_id=uid("sketch"), sketch="a small team", qualities=qualities or (CALM,)
    )


def see(on: int, role: Any = TEACHER, quality: QualityInput = OUTDOORS) -> SeeQuality:
    return SeeQuality(happened_on=day(on), role_id=role, quality_id=quality.quality_id)


# The agreement and the three questions.


def test_the_agreement_in_force_is_the_last_one_and_the_earlier_ones_leave_their_days() -> None:
    told = (start(), agree(1), agree(4, aim="calmer work", occasion="burnt out"), agree(9))
    shown = portrait(*told, on=8)

    assert shown.agreement == IntakeAgreementView(
        since=day(4), question="what now?", aim="calmer work", occasion="burnt out", context=None
    )
    assert shown.agreed_before == (day(1),)
    assert portrait(*told).agreed_before == (day(1), day(4))
    assert portrait(*told, on=0).agreement is None


def test_later_answers_replace_all_three() -> None:
    told = (
        start(),
        AnswerQuestions(happened_on=day(1), can="explain", want="calm"),
        AnswerQuestions(happened_on=day(6), move="ring two people"),
    )

    assert portrait(*told, on=5).answers == QuestionAnswersView(
        on=day(1), can="explain", want="calm", move=None
    )
    assert portrait(*told).answers == QuestionAnswersView(
        on=day(6), can=None, want=None, move="ring two people"
    )


# Values, dreams, ideals, qualities.


def test_values_dreams_and_sketches_stand_in_the_words_they_were_told_in() -> None:
    told = (
        start(),
        NameValue(happened_on=day(1), value_id=uid("fair"), wording="fairness"),
        dream(2, OUTDOORS, CALM),
        sketch(3),
    )
    shown = portrait(*told)

    assert shown.values == (ValueView(value_id=uid("fair"), wording="fairness", on=day(1)),)
    assert shown.dreams == (
        DreamView(
            dream_id=uid("dream"),
            dream="forest ranger",
            on=day(2),
            qualities=(
                NamedQuality(quality_id=uid("outdoors"), wording="outdoors"),
                NamedQuality(quality_id=uid("calm"), wording="calm"),
            ),
        ),
    )
    assert shown.sketches == (
        SketchView(
            sketch_id=uid("sketch"),
            sketch="a small team",
            on=day(3),
            qualities=(NamedQuality(quality_id=uid("calm"), wording="calm"),),
        ),
    )


def test_a_quality_knows_where_it_came_from_and_which_roles_offer_it() -> None:
    told = (*ABOUT_TEACHING, dream(2, OUTDOORS, CALM), sketch(3), see(5))
    before, after = portrait(*told, on=4), portrait(*told, on=5)

    assert after.qualities == (
        QualityView(
            quality_id=uid("outdoors"),
            wording="outdoors",
            dream_ids=(uid("dream"),),
            sketch_ids=(),
            roles=(QualityRole(role_id=TEACHER, title="teacher"),),
        ),
        QualityView(
            quality_id=uid("calm"),
            wording="calm",
            dream_ids=(uid("dream"),),
            sketch_ids=(uid("sketch"),),
            roles=(),
        ),
    )
    assert [one.roles for one in before.qualities] == [(), ()]


def test_roles_can_be_searched_by_several_qualities() -> None:
    told = (
        *ABOUT_TEACHING,
        discover(role_id=RISK, title="risk manager"),
        dream(2, OUTDOORS, CALM),
        see(4, TEACHER),
        see(5, RISK),
        see(6, RISK, CALM),
    )

    assert portrait(*told).roles == (
        RoleQualities(role_id=RISK, title="risk manager", quality_ids=(uid("outdoors"), uid("calm"))),
        RoleQualities(role_id=TEACHER, title="teacher", quality_ids=(uid("outdoors"),)),
    )


def test_a_role_that_came_into_view_later_offers_nothing_before() -> None:
    told = (start(), dream(1), discover(happened_on=day(8)), see(5))

    assert portrait(*told, on=7).roles == ()
    assert portrait(*told, on=7).qualities[0].roles == ()
    assert [one.title for one in portrait(*told, on=8).roles] == ["teacher"]


# Stories, goals, private writing.


def test_a_story_names_the_strengths_that_show_in_it() -> None:
    told = (
        *TALKED,
        learn(strengths=(StrengthInput(strength_id=uid("patience"), wording="patience", witness="contact"),)),
        RecordStory(
            happened_on=day(6),
            story_id=uid("story"),
            title="The night shift",
            story="nobody slept",
            strength_ids=(uid("patience"),),
        ),
    )

    assert portrait(*told).stories == (
        StoryView(
            story_id=uid("story"),
            title="The night shift",
            story="nobody slept",
            on=day(6),
            strengths=(NamedStrength(strength_id=uid("patience"), wording="patience"),),
        ),
    )


def test_a_goal_is_overdue_after_its_day_until_it_is_reached() -> None:
    told = (
        start(),
        SetGoal(happened_on=day(1), goal_id=uid("goal"), wording="speak before ten people", due=day(10)),
        ReachGoal(happened_on=day(14), goal_id=uid("goal")),
    )
    (reached,) = portrait(*told, on=14).goals

    assert [portrait(*told, on=on).goals[0].overdue for on in (10, 11, 13, 14)] == [False, True, True, False]
    assert reached == GoalView(
        goal_id=uid("goal"),
        wording="speak before ten people",
        set_on=day(1),
        due=day(10),
        reached_on=day(14),
        overdue=False,
    )


def test_of_private_writing_only_that_it_was_done_is_shown() -> None:
    def wrote(name: str, on: int, theme: Any) -> FinishReflection:
        return FinishReflection(happened_on=day(on), reflection_id=uid(name), theme=theme)

    told = (start(), wrote("a", 8, "success"), wrote("b", 2, "notice"), wrote("c", 3, "success"))

    assert portrait(*told).reflections == ReflectionCounts(
        count=3,
        themes=(ThemeCount(theme="notice", count=1), ThemeCount(theme="success", count=2)),
        last_on=day(8),
    )
    assert portrait(start()).reflections == ReflectionCounts(count=0, themes=(), last_on=None)


# Insights, tests, allies, energy.


def insight(**told: Any) -> NameInsight:
    return NameInsight(happened_on=day(6), insight_id=uid("insight"), wording="I like the noise", **told)


def test_an_insight_names_the_step_and_the_role_that_set_it_off() -> None:
    (shown,) = portrait(*TALKED, insight(found="experiment", found_in=TALK)).insights

    assert (shown.wording, shown.on) == ("I like the noise", day(6))
    assert shown.trigger == InsightTrigger(
        kind="experiment", source_id=TALK, step="conversation", role_id=TEACHER, role="teacher"
    )


def test_an_insight_of_a_check_in_or_by_itself_is_about_no_role() -> None:
    (spoken,) = portrait(start(), check_in(), insight(found="check_in", found_in=MEETING)).insights
    (own,) = portrait(start(), insight()).insights

    assert spoken.trigger == InsightTrigger(
        kind="check_in", source_id=MEETING, step=None, role_id=None, role=None
    )
    assert own.trigger == InsightTrigger(kind="own", source_id=None, step=None, role_id=None, role=None)


def test_a_test_points_at_strengths() -> None:
    told = NoteAssessment(
        happened_on=day(3),
        assessment_id=uid("test"),
        instrument="big five",
        strengths=(AssessedStrengthInput(strength_id=uid("care"), wording="care"),),
    )

    assert portrait(start(), told).assessments == (
        AssessmentView(
            assessment_id=uid("test"),
            instrument="big five",
            on=day(3),
            strengths=(NamedStrength(strength_id=uid("care"), wording="care"),),
            note=None,
        ),
    )


def test_a_later_card_says_how_an_ally_may_help_from_then_on() -> None:
    told = (
        *ABOUT_TEACHING,
        plan(contact=contact()),
        run(),
        InviteAlly(happened_on=day(3), contact_id=ANOUK, how_to_help="listen"),
        InviteAlly(happened_on=day(7), contact_id=ANOUK, how_to_help="no advice, please"),
    )

    assert [one.how_to_help for one in portrait(*told, on=6).allies] == ["listen"]
    assert portrait(*told).allies == (
        PortraitAlly(
            contact_id=ANOUK,
            name="Anouk",
            since=day(3),
            how_to_help="no advice, please",
            card_since=day(7),
        ),
    )


def test_energy_goes_by_day() -> None:
    told = (
        start(),
        RateEnergy(happened_on=day(5), rating=7),
        RateEnergy(happened_on=day(2), rating=3),
    )

    assert portrait(*told).energy == (EnergyRating(on=day(2), rating=3), EnergyRating(on=day(5), rating=7))
    assert portrait(*told, on=4).energy == (EnergyRating(on=day(2), rating=3),)


def test_the_worked_cases_tell_of_the_market_not_of_dreams() -> None:
    for number in (1, 2):
        shown = PORTRAIT.view(
            fold(PORTRAIT, entries_of(read(number))), evening(number, 12), DEFAULT_PARAMETERS
        )

        assert (shown.agreement, shown.dreams, shown.qualities, shown.insights) == (None, (), (), ())


# What holds of every journey.

facts = arbitrary_events(get_args(PortraitEvent))


@given(facts, st.integers(0, 40), DAYS)
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(
    told: list[AnyJourneyEvent], cut: int, on: date
) -> None:
    log = entries(told)
    kept = msgspec.json.decode(msgspec.json.encode(fold(PORTRAIT, log[:cut])), type=PortraitState)
    again = fold_more(PORTRAIT, kept, log[cut:])

    assert fold(PORTRAIT, log) == again
    assert view_of(told, on) == PORTRAIT.view(again, on, DEFAULT_PARAMETERS)


@given(facts, DAYS)
def test_the_portrait_at_a_date_depends_only_on_what_is_dated_up_to_it(
    told: list[AnyJourneyEvent], on: date
) -> None:
    assert view_of(told, on) == view_of([one for one in told if one.happened_on <= on], on)


@given(facts, DAYS)
def test_qualities_by_role_and_roles_by_quality_say_the_same(told: list[AnyJourneyEvent], on: date) -> None:
    shown = view_of(told, on)
    by_quality = {(role.role_id, one.quality_id) for one in shown.qualities for role in one.roles}
    by_role = {(one.role_id, quality_id) for one in shown.roles for quality_id in one.quality_ids}
    named = {
        one.quality_id for told_of in (shown.dreams, shown.sketches) for it in told_of for one in it.qualities
    }

    assert by_quality == by_role
    assert {one.quality_id for one in shown.qualities} == named
    assert all(one.dream_ids or one.sketch_ids for one in shown.qualities)


@given(facts, DAYS)
def test_the_themes_add_up_to_all_that_was_written(told: list[AnyJourneyEvent], on: date) -> None:
    written = view_of(told, on).reflections

    assert sum(one.count for one in written.themes) == written.count


@given(facts, DAYS)
def test_a_portrait_can_be_sent(told: list[AnyJourneyEvent], on: date) -> None:
    shown = view_of(told, on)

    assert shown == msgspec.json.decode(msgspec.json.encode(shown), type=Portrait)
