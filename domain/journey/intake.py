"""The intake: one page of agreement, and the three questions in the client's own words."""

from typing import TYPE_CHECKING, Annotated

from msgspec import Struct
from msgspec.structs import replace

from domain.decision_rules import record_change
from domain.errors import InvalidValue
from domain.journey.forms import Command, Event, Note, SentenceText
from domain.sensitivity import C2, C3, PersonalText

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class IntakeAgreed(Event, frozen=True, kw_only=True, tag="IntakeAgreed"):
    """What client and coach agreed to work on. Occasion and context may speak of health, so they are special."""

    question: PersonalText
    aim: PersonalText
    occasion: Annotated[str | None, C3] = None
    context: Annotated[str | None, C3] = None


class QuestionsAnswered(Event, frozen=True, kw_only=True, tag="QuestionsAnswered"):
    """What can I, what do I want, what do I do to move: as the client sees it on that day."""

    can: Annotated[str | None, C2] = None
    want: Annotated[str | None, C2] = None
    move: Annotated[str | None, C2] = None


class IntakeSlice(Struct, frozen=True):
    """What later decisions need of the intake: what holds now."""

    agreement: IntakeAgreed | None = None
    answers: QuestionsAnswered | None = None


def evolve(intake: IntakeSlice, fact: IntakeAgreed | QuestionsAnswered) -> IntakeSlice:
    """Remember the latest of each."""
    match fact:
        case IntakeAgreed():
            return replace(intake, agreement=fact)
        case QuestionsAnswered():
            return replace(intake, answers=fact)


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
