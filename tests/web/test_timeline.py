"""What was done, as it was known on a date."""

from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.timeline.projection import TIMELINE
from projections.timeline.view import Timeline, TimelineAnswer, TimelineStep
from tests.web.sample import day, marloes, uid


def known(week: int, weekday: int = 6) -> Timeline:
    return TIMELINE.view(fold(TIMELINE, marloes()), day(week, weekday), DEFAULT_PARAMETERS)


def step(name: str, week: int = 8) -> TimelineStep:
    return known(week).steps[uid(name)]


def test_an_experiment_runs_from_its_plan_to_its_conclusion() -> None:
    talk = step("first talk")

    assert (talk.stage, talk.on, talk.rating, talk.dread_after) == ("run", day(1, 3), 4, 2)
    assert talk.planned.dread_before == 7
    assert talk.concluded
    assert talk.concluded.conclusion == "what first talk means"


def test_what_was_called_off_refused_or_taken_back_says_so() -> None:
    stages = {name: step(name).stage for name in ("day along", "cold call", "course", "interview")}

    assert stages == {
        "day along": "cancelled",
        "cold call": "refused",
        "course": "dropped",
        "interview": "planned",
    }


def test_a_plan_stands_on_the_day_it_is_meant_for() -> None:
    assert step("interview").on == day(7, 4)


def test_answers_and_silence_belong_to_the_approach() -> None:
    assert step("letter").answers == (TimelineAnswer(on=day(5, 4), answer="invited"),)
    assert step("old letter").answers == (TimelineAnswer(on=day(6, 5), answer=None),)


def test_what_lies_after_the_date_does_not_exist() -> None:
    facts = known(1, 2)

    assert facts.steps == {}
    assert facts.conclusions == {}


def test_an_answer_that_came_later_is_not_there_yet() -> None:
    assert step("letter", week=5).answers
    assert not known(5, 3).steps[uid("letter")].answers


def test_names_rests_reviews_and_talks_with_the_coach_are_kept() -> None:
    facts = known(8)

    assert facts.contacts[uid("Hugo")] == "Hugo"
    assert facts.rests == {day(4)}
    assert facts.conclusions == {day(1): "people are kinder than feared"}
    assert [held.conclusion for held in facts.check_ins] == ["three roles to test"]
