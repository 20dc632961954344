"""The intake: one page of agreement, and the three questions in the client's own words."""

from typing import TYPE_CHECKING

from domain.command import Command, Note, SentenceText
from domain.decision_rules import record_change
from domain.errors import InvalidValue
from domain.event import Event
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class AgreeIntake(Command, frozen=True, kw_only=True, tag="AgreeIntake"):
    """Agree on one page: the question, the occasion, the aim and the context. A later one replaces it."""

    question: SentenceText
    aim: SentenceText
    occasion: Note | None = None
    context: Note | None = None


class AnswerQuestions(Command, frozen=True, kw_only=True, tag="AnswerQuestions"):
    """Answer the three questions, one or more of them; a later answer replaces all three."""

    can: Note | None = None
    want: Note | None = None
    move: Note | None = None


def handle_agree_intake(journey: "Journey", wish: AgreeIntake) -> list[Event]:
    """Agree, or agree anew."""
    fact = IntakeAgreed(
        happened_on=wish.happened_on,
        question=wish.question,
        aim=wish.aim,
        occasion=wish.occasion or None,
        context=wish.context or None,
    )
    return record_change(
        journey.intake.agreement,
        fact,
        "The agreement was last set on %(day)s; an earlier day cannot change that.",
    )


def handle_answer_questions(journey: "Journey", wish: AnswerQuestions) -> list[Event]:
    """Answer at least one of the three."""
    fact = QuestionsAnswered(
        happened_on=wish.happened_on, can=wish.can or None, want=wish.want or None, move=wish.move or None
    )
    if fact == QuestionsAnswered(happened_on=wish.happened_on):
        raise InvalidValue(
            "None of the three questions is answered.",
            field="can",
            allowed="one of can, want and move, or more",
        )
    return record_change(
        journey.intake.answers,
        fact,
        "The answer to the three questions was last set on %(day)s; an earlier day cannot change that.",
    )
