"""The intake: one page that holds until the next one, and three questions in the client's own words."""

from typing import Any

from domain.errors import InvalidOperation, InvalidValue, UnknownJourney
from domain.journey.commands.intake import AgreeIntake, AnswerQuestions
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered
from tests.domain.journeys import day, start
from tests.domain.more_journeys import ON, later_than
from tests.domain.scenario import given

PAGE = {"question": "stay or go?", "aim": "two roles to choose from"}
WHOLE = {**PAGE, "occasion": "a merger", "context": "a bad back"}


def agree(**fields: Any) -> AgreeIntake:
    return AgreeIntake(**{"happened_on": ON, **PAGE, **fields})


def agreed(**fields: Any) -> IntakeAgreed:
    return IntakeAgreed(**{"happened_on": ON, **PAGE, **fields})


def answer(**fields: Any) -> AnswerQuestions:
    return AnswerQuestions(**{"happened_on": ON, **fields})


def answered(**fields: Any) -> QuestionsAnswered:
    return QuestionsAnswered(**{"happened_on": ON, **fields})


def test_client_and_coach_agree_on_one_page() -> None:
    given(start()).when(agree(**WHOLE)).then(agreed(**WHOLE))


def test_an_agreement_needs_no_more_than_a_question_and_an_aim() -> None:
    given(start()).when(agree()).then(agreed())


def test_an_empty_occasion_is_none() -> None:
    given(start()).when(agree(occasion="", context="")).then(agreed())


def test_the_same_page_again_is_already_so() -> None:
    given(start(), agree()).when(agree(happened_on=day(9))).then_nothing()


def test_a_later_page_replaces_the_earlier_one() -> None:
    given(start(), agree()).when(agree(aim="one role", happened_on=day(9))).then(
        agreed(aim="one role", happened_on=day(9))
    )


def test_an_earlier_page_does_not_replace_a_later_one() -> None:
    given(start(), agree()).when(agree(aim="one role", happened_on=day(3))).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(ON)
    )


def test_nothing_is_agreed_before_the_start() -> None:
    given().when(agree()).then_refused(UnknownJourney, field="", allowed="StartJourney first")


def test_the_three_questions_are_answered() -> None:
    fields = {"can": "explain", "want": "be outdoors", "move": "a talk a week"}

    given(start()).when(answer(**fields)).then(answered(**fields))


def test_one_of_the_three_is_enough() -> None:
    given(start()).when(answer(want="be outdoors", can="")).then(answered(want="be outdoors"))


def test_none_of_the_three_is_no_answer() -> None:
    given(start()).when(answer(can="", want="", move="")).then_refused(
        InvalidValue, field="can", allowed="one or more of can, want and move"
    )


def test_the_same_answer_again_is_already_so() -> None:
    given(start(), answer(can="explain")).when(answer(can="explain", happened_on=day(9))).then_nothing()


def test_a_later_answer_replaces_all_three() -> None:
    given(start(), answer(can="explain")).when(answer(want="be outdoors", happened_on=day(9))).then(
        answered(want="be outdoors", happened_on=day(9))
    )


def test_an_earlier_answer_does_not_replace_a_later_one() -> None:
    given(start(), answer(can="explain")).when(answer(can="build", happened_on=day(3))).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(ON)
    )
