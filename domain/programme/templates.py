"""What a programme hands its coaches: the questions of each stance, and the quests it offers."""

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta

from domain.decision_rules import record_change
from domain.journey.forms import Command, Event, SentenceText
from domain.sensitivity import C1, C2
from domain.vocabulary import Quest, Stance

if TYPE_CHECKING:
    from domain.programme.state import Programme


class StanceQuestionsSet(Event, frozen=True, kw_only=True, tag="StanceQuestionsSet"):
    """The programme's own questions for a stance."""

    stance: Annotated[Stance, C1]
    questions: Annotated[tuple[str, ...], C2]


class QuestsChosen(Event, frozen=True, kw_only=True, tag="QuestsChosen"):
    """Which quests a journey is offered when it is enrolled."""

    quests: Annotated[tuple[Quest, ...], C1]


class SetStanceQuestions(Command, frozen=True, kw_only=True, tag="SetStanceQuestions"):
    """Set the questions of a stance, in place of the usual ones."""

    stance: Stance
    questions: Annotated[tuple[SentenceText, ...], Meta(min_length=1, max_length=12)]


class ChooseQuests(Command, frozen=True, kw_only=True, tag="ChooseQuests"):
    """Choose which quests a journey is offered at its enrolment; none is a choice too."""

    quests: Annotated[tuple[Quest, ...], Meta(max_length=13)]


def handle_set_stance_questions(programme: "Programme", wish: SetStanceQuestions) -> list[Event]:
    """Set them, unless they are these already."""
    fact = StanceQuestionsSet(
        happened_on=wish.happened_on, stance=wish.stance, questions=tuple(dict.fromkeys(wish.questions))
    )
    return record_change(
        programme.questions.get(wish.stance),
        fact,
        "What this stance asks was last set on %(day)s; an earlier day cannot change that.",
    )


def handle_choose_quests(programme: "Programme", wish: ChooseQuests) -> list[Event]:
    """Choose them, unless they are chosen already."""
    fact = QuestsChosen(happened_on=wish.happened_on, quests=tuple(dict.fromkeys(wish.quests)))
    return record_change(
        programme.quests,
        fact,
        "The choice of quests was last set on %(day)s; an earlier day cannot change that.",
    )
