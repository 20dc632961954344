"""The intake: one page of agreement, and the three questions in the client's own words."""

from domain.command import Command, Note, SentenceText
from domain.decision_rules import record_change
from domain.errors import InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.intake import IntakeAgreed, QuestionsAnswered


class AgreeIntake(Command, frozen=True, kw_only=True, tag="AgreeIntake"):
    """Record the agreement of client and coach: question, occasion, aim and context. A later one replaces it."""

    question: SentenceText
    aim: SentenceText
    occasion: Note | None = None
    context: Note | None = None


class AnswerQuestions(Command, frozen=True, kw_only=True, tag="AnswerQuestions"):
    """Answer one or more of the three profile questions. A later answer replaces all three."""

    can: Note | None = None
    want: Note | None = None
    move: Note | None = None


def handle_agree_intake(journey: Journey, command: AgreeIntake) -> list[JourneyEvent]:
    """Records the agreement; a later one replaces it."""
    event = IntakeAgreed(
        happened_on=command.happened_on,
        question=command.question,
        aim=command.aim,
        occasion=command.occasion or None,
        context=command.context or None,
    )
    return record_change(
        journey.intake.agreement,
        event,
        "The agreement was last changed on %(day)s. Use that date or later.",
    )


def handle_answer_questions(journey: Journey, command: AnswerQuestions) -> list[JourneyEvent]:
    """Records the answers to the three questions, at least one of them."""
    event = QuestionsAnswered(
        happened_on=command.happened_on,
        can=command.can or None,
        want=command.want or None,
        move=command.move or None,
    )
    if event == QuestionsAnswered(happened_on=command.happened_on):
        raise InvalidValue(
            "Answer at least one of the three questions.",
            field="can",
            allowed="one or more of can, want and move",
        )
    return record_change(
        journey.intake.answers,
        event,
        "The three questions were last answered on %(day)s. Use that date or later.",
    )


HANDLERS: CommandHandlers = {
    AgreeIntake: handle_agree_intake,
    AnswerQuestions: handle_answer_questions,
}
