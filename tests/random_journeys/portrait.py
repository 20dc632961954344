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
from tests.random_journeys.random_journey import SAYINGS, THEMES, JourneyDraft


def rate_energy(draft: JourneyDraft) -> UserCommand | None:
    on = draft.day(draft.began())
    if on in draft.journey.pulses.energy:
        return None
    return RateEnergy(happened_on=on, rating=draft.rating())


def agree_intake(draft: JourneyDraft) -> UserCommand:
    return AgreeIntake(
        happened_on=draft.today,
        question=draft.one_of(SAYINGS),
        aim="work with people",
        occasion=draft.maybe("the ward closed"),
        context=draft.maybe("two children"),
    )


def answer_questions(draft: JourneyDraft) -> UserCommand:
    return AnswerQuestions(
        happened_on=draft.today,
        can=draft.one_of(SAYINGS),
        want=draft.maybe("fewer nights"),
        move=draft.maybe("two talks a week"),
    )


def name_value(draft: JourneyDraft) -> UserCommand:
    return NameValue(happened_on=draft.day(draft.began()), value_id=draft.new("value"), wording="fairness")


def dream(draft: JourneyDraft) -> UserCommand:
    on, qualities = (
        draft.day(draft.began()),
        tuple(_quality(draft) for _ in range(draft.chance.randint(1, 2))),
    )
    if draft.happens(0.5):
        new = draft.new("dream")
        return DecodeDream(happened_on=on, dream_id=new, dream="to be a forester", qualities=qualities)
    new = draft.new("sketch")
    return SketchIdeal(happened_on=on, sketch_id=new, sketch="a school by the sea", qualities=qualities)


def _quality(draft: JourneyDraft) -> QualityInput:
    wording = f"quality {draft.chance.randint(1, 5)}"
    return QualityInput(quality_id=draft.called("", wording), wording=wording)


def tell_story(draft: JourneyDraft) -> UserCommand:
    return RecordStory(
        happened_on=draft.day(draft.began()),
        story_id=draft.new("story"),
        title="the night of the storm",
        story=draft.one_of(SAYINGS),
        strength_ids=draft.some(sorted(draft.journey.evidence.strengths), 2),
    )


def set_goal(draft: JourneyDraft) -> UserCommand:
    return SetGoal(
        happened_on=draft.day(draft.began()),
        goal_id=draft.new("goal"),
        wording="to know what an auditor does",
        due=draft.maybe(draft.today + timedelta(days=30)),
    )


def reach_goal(draft: JourneyDraft) -> UserCommand | None:
    stories = draft.journey.stories
    goal_id = draft.any_of(stories.goals.keys() - stories.reached)
    if goal_id is None:
        return None
    return ReachGoal(happened_on=draft.day(stories.goals[goal_id].happened_on), goal_id=goal_id)


def reflect(draft: JourneyDraft) -> UserCommand:
    return FinishReflection(
        happened_on=draft.day(draft.began()),
        reflection_id=draft.new("reflection"),
        theme=draft.one_of(THEMES),
    )


def take_test(draft: JourneyDraft) -> UserCommand:
    found = [strength(draft) for _ in range(draft.chance.randint(0, 2))]
    return NoteAssessment(
        happened_on=draft.day(draft.began()),
        assessment_id=draft.new("assessment"),
        instrument="a strengths test",
        strengths=tuple(
            AssessedStrengthInput(strength_id=one.strength_id, wording=one.wording) for one in found
        ),
        note=draft.maybe(draft.one_of(SAYINGS)),
    )


def name_insight(draft: JourneyDraft) -> UserCommand:
    steps = {key: one.on for key, one in draft.happened().items()}
    check_ins = {key: one.happened_on for key, one in draft.journey.check_ins.items()}
    places: dict[UserSourceKind, dict[UUID, date]] = {"experiment": steps, "check_in": check_ins}
    anywhere: list[UserSourceKind] = ["own", "coach", *(kind for kind, days in places.items() if days)]
    found = draft.one_of(anywhere)
    found_in = draft.any_of(places.get(found, ()))
    return NameInsight(
        happened_on=draft.day(places[found][found_in] if found_in else draft.began()),
        insight_id=draft.new("insight"),
        wording=draft.one_of(SAYINGS),
        found=found,
        found_in=found_in,
    )
