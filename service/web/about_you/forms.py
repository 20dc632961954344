"""From the small forms about the client to what is told: each reads its own fields and gives one command."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import get_args
from uuid import UUID, uuid5

from domain.journey.aggregate import Journey
from domain.journey.agreements import AnswerChallenge, ChallengeAnswer, SettleCommitment
from domain.journey.assessments import NoteAssessment, TestedStrength
from domain.journey.decide import Command
from domain.journey.insights import NameInsight
from domain.journey.intake import AgreeIntake
from domain.journey.start import DeclareCondition
from domain.journey.stories import FinishReflection, ReachGoal, RecordStory, SetGoal
from domain.journey.vision import DecodeDream, NameValue, QualityGiven, SeeQuality, SketchIdeal
from domain.vocabulary import ReflectionTheme
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.form_data import Answers

TOO_MANY = marked("Name at most twelve: which of them matter most?")
TOO_LONG = marked("One of these lines is longer than 200 characters.")
ONE_AT_LEAST = marked("Name at least one quality it stands for.")
OVER = marked("This day is over.")
MOST_QUALITIES, MOST_STRENGTHS, LONGEST = 12, 20, 200

Known = Mapping[str, UUID]
"""Strengths by their words, as they are compared."""
Deed = Callable[[Answers, Journey, date, Known], Command]
"""Reads a form. What it returns counts when the answers have no problems."""


def agreed(answers: Answers, _journey: Journey, today: date, _known: Known) -> Command:
    """What the client and her coach agree to work on."""
    return AgreeIntake(
        happened_on=today,
        question=answers.text("question", needed=True, most=500) or "",
        aim=answers.text("aim", needed=True, most=500) or "",
        occasion=answers.text("occasion"),
        context=answers.text("context"),
    )


def valued(answers: Answers, _journey: Journey, today: date, _known: Known) -> Command:
    """Something she holds dear."""
    wording = answers.text("value", needed=True, most=200)
    return NameValue(happened_on=today, value_id=uuid5(answers.command_id, "value"), wording=wording or "")


def dreamt(answers: Answers, journey: Journey, today: date, _known: Known) -> Command:
    """A dream, decoded."""
    return DecodeDream(
        happened_on=today,
        dream_id=uuid5(answers.command_id, "dream"),
        dream=answers.text("dream", needed=True) or "",
        qualities=_qualities(answers, journey, "dream_qualities"),
    )


def sketched(answers: Answers, journey: Journey, today: date, _known: Known) -> Command:
    """The ideal job, as a sketch."""
    return SketchIdeal(
        happened_on=today,
        sketch_id=uuid5(answers.command_id, "sketch"),
        sketch=answers.text("sketch", needed=True) or "",
        qualities=_qualities(answers, journey, "sketch_qualities"),
    )


def seen(answers: Answers, _journey: Journey, today: date, _known: Known) -> Command:
    """A role offers a quality."""
    nobody = answers.command_id
    quality_id, role_id = answers.id("quality_id", needed=True), answers.id("offered_by", needed=True)
    return SeeQuality(happened_on=today, role_id=role_id or nobody, quality_id=quality_id or nobody)


def told(answers: Answers, _journey: Journey, today: date, known: Known) -> Command:
    """An experience, and the strengths that show in it."""
    ticked = answers.several_of("story_strengths", [str(one) for one in known.values()])
    return RecordStory(
        happened_on=today,
        story_id=uuid5(answers.command_id, "story"),
        title=answers.text("story_title", needed=True, most=200) or "",
        story=answers.text("story", needed=True) or "",
        strength_ids=tuple(UUID(one) for one in ticked),
    )


def aimed(answers: Answers, _journey: Journey, today: date, _known: Known) -> Command:
    """A goal."""
    due = answers.day("goal_due", today) if answers.has("goal_due") else None
    if due and due < today:
        answers.complain("goal_due", spoken().gettext(OVER))
    return SetGoal(
        happened_on=today,
        goal_id=uuid5(answers.command_id, "goal"),
        wording=answers.text("goal", needed=True, most=500) or "",
        due=due,
    )


def reached(answers: Answers, _journey: Journey, today: date, _known: Known) -> Command:
    """A goal that is reached."""
    return ReachGoal(happened_on=today, goal_id=answers.id("goal_id", needed=True) or answers.command_id)


def reflected(answers: Answers, _journey: Journey, today: date, _known: Known) -> Command:
    """That she wrote in private, and about what; nothing of it is sent."""
    themes: tuple[ReflectionTheme, ...] = get_args(ReflectionTheme)
    theme = answers.one_of("theme", themes, needed=True)
    reflection_id = uuid5(answers.command_id, "reflection")
    return FinishReflection(happened_on=today, reflection_id=reflection_id, theme=theme or "other")


def dawned(answers: Answers, _journey: Journey, today: date, _known: Known) -> Command:
    """Something that became clear by itself."""
    wording = answers.text("insight", needed=True, most=500)
    insight_id = uuid5(answers.command_id, "insight")
    return NameInsight(happened_on=today, insight_id=insight_id, wording=wording or "")


def limited(answers: Answers, _journey: Journey, today: date, _known: Known) -> Command:
    """A hard limit."""
    wording = answers.text("condition", needed=True, most=500)
    condition_id = uuid5(answers.command_id, "condition")
    return DeclareCondition(happened_on=today, condition_id=condition_id, wording=wording or "")


def tested(answers: Answers, _journey: Journey, today: date, known: Known) -> Command:
    """A test, and the strengths it points at."""
    lines = list(_lines(answers, "tested", MOST_STRENGTHS))
    return NoteAssessment(
        happened_on=today,
        assessment_id=uuid5(answers.command_id, "test"),
        instrument=answers.text("instrument", needed=True, most=200) or "",
        strengths=tuple(
            TestedStrength(
                strength_id=known.get(compared(one)) or uuid5(answers.command_id, compared(one)),
                wording=one,
            )
            for one in lines
        ),
    )


def challenged(answers: Answers, _journey: Journey, today: date, _known: Known) -> Command:
    """A challenge accepted, declined or met."""
    said: tuple[ChallengeAnswer, ...] = get_args(ChallengeAnswer)
    answer = answers.one_of("challenge_answer", said, needed=True)
    challenge_id = answers.id("challenge_id", needed=True)
    return AnswerChallenge(
        happened_on=today, challenge_id=challenge_id or answers.command_id, answer=answer or "declined"
    )


def settled(answers: Answers, _journey: Journey, today: date, _known: Known) -> Command:
    """A commitment kept, or let go."""
    kept = answers.one_of("kept", ("yes", "no"), needed=True)
    commitment_id = answers.id("commitment_id", needed=True)
    return SettleCommitment(
        happened_on=today, commitment_id=commitment_id or answers.command_id, kept=kept == "yes"
    )


DEEDS: Mapping[str, Deed] = MappingProxyType(
    {
        "agreement": agreed,
        "value": valued,
        "dream": dreamt,
        "ideal": sketched,
        "quality": seen,
        "story": told,
        "goal": aimed,
        "reached": reached,
        "reflection": reflected,
        "insight": dawned,
        "condition": limited,
        "test": tested,
        "challenge": challenged,
        "commitment": settled,
    }
)
"""By the end of their address."""


def compared(text: str) -> str:
    """Words as they are compared, however they are written."""
    return " ".join(text.casefold().split())


def _qualities(answers: Answers, journey: Journey, field: str) -> tuple[QualityGiven, ...]:
    """A quality a line: one that is known by its words, or a new one."""
    known = {compared(one): (key, one) for key, one in journey.vision.qualities.items()}
    lines = list(_lines(answers, field, MOST_QUALITIES))
    if not lines:
        answers.complain(field, spoken().gettext(ONE_AT_LEAST))
    # Under an id made of the form and the words, so that the same form again means the same.
    told = (known.get(compared(one), (uuid5(answers.command_id, compared(one)), one)) for one in lines)
    return tuple(QualityGiven(quality_id=key, wording=one) for key, one in told)


def _lines(answers: Answers, field: str, most: int) -> Iterator[str]:
    """What stands on each line, once."""
    text = answers.text(field) or ""
    found = {compared(line): line.strip() for line in text.splitlines() if line.strip()}
    if len(found) > most:
        answers.complain(field, spoken().gettext(TOO_MANY))
    if any(len(line) > LONGEST for line in found.values()):
        answers.complain(field, spoken().gettext(TOO_LONG))
    yield from found.values()
