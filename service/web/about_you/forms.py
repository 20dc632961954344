"""From the small forms about the client to what is told: each reads its own fields and gives one command."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import get_args
from uuid import UUID, uuid5

from domain.journey.aggregate import Journey
from domain.journey.commands.agreements import AnswerChallenge, SettleCommitment
from domain.journey.commands.assessments import AssessedStrengthInput, NoteAssessment
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.intake import AgreeIntake
from domain.journey.commands.start import DeclareCondition
from domain.journey.commands.stories import FinishReflection, ReachGoal, RecordStory, SetGoal
from domain.journey.commands.vision import DecodeDream, NameValue, QualityInput, SeeQuality, SketchIdeal
from domain.journey.decide import UserCommand
from domain.journey.events.agreements import ChallengeAnswer
from domain.vocabulary import ReflectionTheme
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData

TOO_MANY = gettext_noop("Name at most twelve: which of them matter most?")
TOO_LONG = gettext_noop("One of these lines is longer than 200 characters.")
QUALITY_REQUIRED = gettext_noop("Name at least one quality it stands for.")
DAY_PASSED = gettext_noop("This day is over.")
MAX_QUALITIES, MAX_STRENGTHS, MAX_LINE_LENGTH = 12, 20, 200

StrengthIds = Mapping[str, UUID]
"""Strengths by their words, as they are compared."""
AboutYouFormParser = Callable[[FormData, Journey, date, StrengthIds], UserCommand]
"""Reads a form. What it returns counts when the form has no errors."""


def parse_intake_agreement(
    form: FormData, _journey: Journey, today: date, _known: StrengthIds
) -> UserCommand:
    """What the client and her coach agree to work on."""
    return AgreeIntake(
        happened_on=today,
        question=form.text("question", needed=True, most=500) or "",
        aim=form.text("aim", needed=True, most=500) or "",
        occasion=form.text("occasion"),
        context=form.text("context"),
    )


def parse_value(form: FormData, _journey: Journey, today: date, _known: StrengthIds) -> UserCommand:
    """Something she holds dear."""
    wording = form.text("value", needed=True, most=200)
    return NameValue(happened_on=today, value_id=uuid5(form.command_id, "value"), wording=wording or "")


def parse_dream(form: FormData, journey: Journey, today: date, _known: StrengthIds) -> UserCommand:
    """A dream, decoded."""
    return DecodeDream(
        happened_on=today,
        dream_id=uuid5(form.command_id, "dream"),
        dream=form.text("dream", needed=True) or "",
        qualities=_qualities(form, journey, "dream_qualities"),
    )


def parse_ideal_sketch(form: FormData, journey: Journey, today: date, _known: StrengthIds) -> UserCommand:
    """The ideal job, as a sketch."""
    return SketchIdeal(
        happened_on=today,
        sketch_id=uuid5(form.command_id, "sketch"),
        sketch=form.text("sketch", needed=True) or "",
        qualities=_qualities(form, journey, "sketch_qualities"),
    )


def parse_quality_seen(form: FormData, _journey: Journey, today: date, _known: StrengthIds) -> UserCommand:
    """A role offers a quality."""
    nobody = form.command_id
    quality_id, role_id = form.uuid("quality_id", needed=True), form.uuid("offered_by", needed=True)
    return SeeQuality(happened_on=today, role_id=role_id or nobody, quality_id=quality_id or nobody)


def parse_story(form: FormData, _journey: Journey, today: date, known: StrengthIds) -> UserCommand:
    """An experience, and the strengths that show in it."""
    ticked = form.choices("story_strengths", [str(one) for one in known.values()])
    return RecordStory(
        happened_on=today,
        story_id=uuid5(form.command_id, "story"),
        title=form.text("story_title", needed=True, most=200) or "",
        story=form.text("story", needed=True) or "",
        strength_ids=tuple(UUID(one) for one in ticked),
    )


def parse_goal(form: FormData, _journey: Journey, today: date, _known: StrengthIds) -> UserCommand:
    """A goal."""
    due = form.date("goal_due", today) if form.has("goal_due") else None
    if due and due < today:
        form.add_error("goal_due", current_translator().gettext(DAY_PASSED))
    return SetGoal(
        happened_on=today,
        goal_id=uuid5(form.command_id, "goal"),
        wording=form.text("goal", needed=True, most=500) or "",
        due=due,
    )


def parse_reached_goal(form: FormData, _journey: Journey, today: date, _known: StrengthIds) -> UserCommand:
    """A goal that is reached."""
    return ReachGoal(happened_on=today, goal_id=form.uuid("goal_id", needed=True) or form.command_id)


def parse_reflection(form: FormData, _journey: Journey, today: date, _known: StrengthIds) -> UserCommand:
    """That she wrote in private, and about what; nothing of it is sent."""
    themes: tuple[ReflectionTheme, ...] = get_args(ReflectionTheme)
    theme = form.choice("theme", themes, needed=True)
    reflection_id = uuid5(form.command_id, "reflection")
    return FinishReflection(happened_on=today, reflection_id=reflection_id, theme=theme or "other")


def parse_insight(form: FormData, _journey: Journey, today: date, _known: StrengthIds) -> UserCommand:
    """Something that became clear by itself."""
    wording = form.text("insight", needed=True, most=500)
    insight_id = uuid5(form.command_id, "insight")
    return NameInsight(happened_on=today, insight_id=insight_id, wording=wording or "")


def parse_condition(form: FormData, _journey: Journey, today: date, _known: StrengthIds) -> UserCommand:
    """A hard limit."""
    wording = form.text("condition", needed=True, most=500)
    condition_id = uuid5(form.command_id, "condition")
    return DeclareCondition(happened_on=today, condition_id=condition_id, wording=wording or "")


def parse_assessment(form: FormData, _journey: Journey, today: date, known: StrengthIds) -> UserCommand:
    """A test, and the strengths it points at."""
    lines = list(_lines(form, "tested", MAX_STRENGTHS))
    return NoteAssessment(
        happened_on=today,
        assessment_id=uuid5(form.command_id, "test"),
        instrument=form.text("instrument", needed=True, most=200) or "",
        strengths=tuple(
            AssessedStrengthInput(
                strength_id=known.get(normalized_text(one)) or uuid5(form.command_id, normalized_text(one)),
                wording=one,
            )
            for one in lines
        ),
    )


def parse_challenge_answer(
    form: FormData, _journey: Journey, today: date, _known: StrengthIds
) -> UserCommand:
    """A challenge accepted, declined or met."""
    said: tuple[ChallengeAnswer, ...] = get_args(ChallengeAnswer)
    answer = form.choice("challenge_answer", said, needed=True)
    challenge_id = form.uuid("challenge_id", needed=True)
    return AnswerChallenge(
        happened_on=today, challenge_id=challenge_id or form.command_id, answer=answer or "declined"
    )


def parse_commitment_outcome(
    form: FormData, _journey: Journey, today: date, _known: StrengthIds
) -> UserCommand:
    """A commitment kept, or let go."""
    kept = form.choice("kept", ("yes", "no"), needed=True)
    commitment_id = form.uuid("commitment_id", needed=True)
    return SettleCommitment(
        happened_on=today, commitment_id=commitment_id or form.command_id, kept=kept == "yes"
    )


ABOUT_YOU_FORMS: Mapping[str, AboutYouFormParser] = MappingProxyType(
    {
        "agreement": parse_intake_agreement,
        "value": parse_value,
        "dream": parse_dream,
        "ideal": parse_ideal_sketch,
        "quality": parse_quality_seen,
        "story": parse_story,
        "goal": parse_goal,
        "reached": parse_reached_goal,
        "reflection": parse_reflection,
        "insight": parse_insight,
        "condition": parse_condition,
        "test": parse_assessment,
        "challenge": parse_challenge_answer,
        "commitment": parse_commitment_outcome,
    }
)
"""By the end of their address."""


def normalized_text(text: str) -> str:
    """Words as they are compared, however they are written."""
    return " ".join(text.casefold().split())


def _qualities(form: FormData, journey: Journey, field: str) -> tuple[QualityInput, ...]:
    """A quality a line: one that is known by its words, or a new one."""
    known = {normalized_text(one): (key, one) for key, one in journey.vision.qualities.items()}
    lines = list(_lines(form, field, MAX_QUALITIES))
    if not lines:
        form.add_error(field, current_translator().gettext(QUALITY_REQUIRED))
    # Under an id made of the form and the words, so that the same form again means the same.
    told = (
        known.get(normalized_text(one), (uuid5(form.command_id, normalized_text(one)), one)) for one in lines
    )
    return tuple(QualityInput(quality_id=key, wording=one) for key, one in told)


def _lines(form: FormData, field: str, most: int) -> Iterator[str]:
    """What stands on each line, once."""
    text = form.text(field) or ""
    found = {normalized_text(line): line.strip() for line in text.splitlines() if line.strip()}
    if len(found) > most:
        form.add_error(field, current_translator().gettext(TOO_MANY))
    if any(len(line) > MAX_LINE_LENGTH for line in found.values()):
        form.add_error(field, current_translator().gettext(TOO_LONG))
    yield from found.values()
