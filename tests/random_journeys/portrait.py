"""Turns that paint the client: intake, vision, stories, goals, tests, insights and energy."""

from datetime import date, timedelta
from uuid import UUID

from domain.journey.commands.assessments import AssessedStrengthInput, NoteAssessment
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.intake import AgreeIntake, AnswerQuestions
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.stories import FinishReflection, ReachGoal, RecordStory, SetGoal
from domain.journey.commands.vision import DecodeDream, NameValue, QualityInput, SketchIdeal
from domain.journey.decide import UserCommand
from domain.journey.events.evidence import UserSourceKind
from tests.random_journeys.evidence import strength
from tests.random_journeys.random_journey import SAYINGS, THEMES, Life


def rate_energy(life: Life) -> UserCommand | None:
    on = life.day(life.began())
    if on in life.journey.pulses.energy:
        return None
    return RateEnergy(happened_on=on, rating=life.rating())


def agree_intake(life: Life) -> UserCommand:
    return AgreeIntake(
        happened_on=life.today,
        question=life.one_of(SAYINGS),
        aim="work with people",
        occasion=life.maybe("the ward closed"),
        context=life.maybe("two children"),
    )


def answer_questions(life: Life) -> UserCommand:
    return AnswerQuestions(
        happened_on=life.today,
        can=life.one_of(SAYINGS),
        want=life.maybe("fewer nights"),
        move=life.maybe("two talks a week"),
    )


def name_value(life: Life) -> UserCommand:
    return NameValue(happened_on=life.day(life.began()), value_id=life.new("value"), wording="fairness")


def dream(life: Life) -> UserCommand:
    on, qualities = life.day(life.began()), tuple(_quality(life) for _ in range(life.chance.randint(1, 2)))
    if life.happens(0.5):
        new = life.new("dream")
        return DecodeDream(happened_on=on, dream_id=new, dream="to be a forester", qualities=qualities)
    new = life.new("sketch")
    return SketchIdeal(happened_on=on, sketch_id=new, sketch="a school by the sea", qualities=qualities)


def _quality(life: Life) -> QualityInput:
    wording = f"quality {life.chance.randint(1, 5)}"
    return QualityInput(quality_id=life.called("", wording), wording=wording)


def tell_story(life: Life) -> UserCommand:
    return RecordStory(
        happened_on=life.day(life.began()),
        story_id=life.new("story"),
        title="the night of the storm",
        story=life.one_of(SAYINGS),
        strength_ids=life.some(sorted(life.journey.evidence.strengths), 2),
    )


def set_goal(life: Life) -> UserCommand:
    return SetGoal(
        happened_on=life.day(life.began()),
        goal_id=life.new("goal"),
        wording="to know what an auditor does",
        due=life.maybe(life.today + timedelta(days=30)),
    )


def reach_goal(life: Life) -> UserCommand | None:
    stories = life.journey.stories
    goal_id = life.any_of(stories.goals.keys() - stories.reached)
    if goal_id is None:
        return None
    return ReachGoal(happened_on=life.day(stories.goals[goal_id].happened_on), goal_id=goal_id)


def reflect(life: Life) -> UserCommand:
    return FinishReflection(
        happened_on=life.day(life.began()), reflection_id=life.new("reflection"), theme=life.one_of(THEMES)
    )


def take_test(life: Life) -> UserCommand:
    found = [strength(life) for _ in range(life.chance.randint(0, 2))]
    return NoteAssessment(
        happened_on=life.day(life.began()),
        assessment_id=life.new("assessment"),
        instrument="a strengths test",
        strengths=tuple(
            AssessedStrengthInput(strength_id=one.strength_id, wording=one.wording) for one in found
        ),
        note=life.maybe(life.one_of(SAYINGS)),
    )


def name_insight(life: Life) -> UserCommand:
    steps = {key: one.on for key, one in life.happened().items()}
    check_ins = {key: one.happened_on for key, one in life.journey.check_ins.items()}
    places: dict[UserSourceKind, dict[UUID, date]] = {"experiment": steps, "check_in": check_ins}
    anywhere: list[UserSourceKind] = ["own", "coach", *(kind for kind, days in places.items() if days)]
    found = life.one_of(anywhere)
    found_in = life.any_of(places.get(found, ()))
    return NameInsight(
        happened_on=life.day(places[found][found_in] if found_in else life.began()),
        insight_id=life.new("insight"),
        wording=life.one_of(SAYINGS),
        found=found,
        found_in=found_in,
    )
