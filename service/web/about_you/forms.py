"""The small forms about the client: each parses its own fields to one command."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.commands.agreements import AnswerChallenge, SettleCommitment
from domain.journey.commands.assessments import AssessedStrengthInput, NoteAssessment
from domain.journey.commands.course import EmphasisePhase, SetTrack
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.intake import AgreeIntake
from domain.journey.commands.start import DeclareCondition
from domain.journey.commands.stories import FinishReflection, ReachGoal, RecordStory, SetGoal
from domain.journey.commands.vision import DecodeDream, NameValue, QualityInput, SeeQuality, SketchIdeal
from domain.journey.decide import UserCommand
from domain.journey.events.agreements import ChallengeAnswer
from domain.journey.events.intake import IntakeAgreed
from domain.text import name_key
from domain.vocabulary import Phase, ReflectionTheme, Track
from projections.strengths.projection import STRENGTHS
from service.atlas.qualities import QUALITIES
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.about_you.question_forms import QUESTIONS_FORM
from service.web.about_you.written_lines import BETWEEN_QUALITIES, TOO_MANY, written_lines
from service.web.answer_confirmations import CHALLENGE_CONFIRMATIONS, COMMITMENT_CONFIRMATIONS
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.labels import YES_NO
from service.web.stale_form import refuse_if_replaced

QUALITY_REQUIRED = gettext_noop("Name at least one quality it stands for.")
DAY_PASSED = gettext_noop("This date has passed.")
MAX_QUALITIES, MAX_STRENGTHS = 12, 20


def parse_intake_agreement(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What the client and her coach agree to work on."""
    refuse_if_replaced(form, context.journey, IntakeAgreed, "question")
    return [
        AgreeIntake(
            happened_on=context.today,
            question=form.text("question", needed=True, most=500) or "",
            aim=form.text("aim", needed=True, most=500) or "",
            occasion=form.text("occasion"),
            context=form.text("context"),
        )
    ]


def parse_value(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Something she holds dear."""
    wording = form.text("value", needed=True, most=200)
    return [NameValue(happened_on=context.today, value_id=form.new_id("value"), wording=wording or "")]


def parse_dream(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A dream, decoded."""
    return [
        DecodeDream(
            happened_on=context.today,
            dream_id=form.new_id("dream"),
            dream=form.text("dream", needed=True) or "",
            qualities=_qualities(form, context.journey, "dream_qualities"),
        )
    ]


def parse_ideal_sketch(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The ideal job, as a sketch."""
    return [
        SketchIdeal(
            happened_on=context.today,
            sketch_id=form.new_id("sketch"),
            sketch=form.text("sketch", needed=True) or "",
            qualities=_qualities(form, context.journey, "sketch_qualities"),
        )
    ]


def parse_quality_seen(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A role offers a quality."""
    quality_id, role_id = context.item(form, "quality_id"), context.item(form, "offered_by")
    return [SeeQuality(happened_on=context.today, role_id=role_id, quality_id=quality_id)]


def parse_story(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """An experience, and the strengths that show in it."""
    ticked = form.choices("story_strengths", [str(one) for one in _strength_ids(context).values()])
    return [
        RecordStory(
            happened_on=context.today,
            story_id=form.new_id("story"),
            title=form.text("story_title", needed=True, most=200) or "",
            story=form.text("story", needed=True) or "",
            strength_ids=tuple(UUID(one) for one in ticked),
        )
    ]


def parse_goal(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A goal."""
    due = form.date("goal_due", context.today) if form.has("goal_due") else None
    if due and due < context.today:
        form.add_error("goal_due", current_translator().gettext(DAY_PASSED))
    return [
        SetGoal(
            happened_on=context.today,
            goal_id=form.new_id("goal"),
            wording=form.text("goal", needed=True, most=500) or "",
            due=due,
        )
    ]


def parse_reached_goal(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A goal that is reached."""
    return [ReachGoal(happened_on=context.today, goal_id=context.item(form, "goal_id"))]


def parse_reflection(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """That she wrote in private, and about what; nothing of it is sent."""
    themes: tuple[ReflectionTheme, ...] = get_args(ReflectionTheme)
    theme = form.choice("theme", themes, needed=True)
    reflection_id = form.new_id("reflection")
    return [FinishReflection(happened_on=context.today, reflection_id=reflection_id, theme=theme or "other")]


def parse_insight(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Something that became clear by itself."""
    wording = form.text("insight", needed=True, most=500)
    insight_id = form.new_id("insight")
    return [NameInsight(happened_on=context.today, insight_id=insight_id, wording=wording or "")]


def parse_condition(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A hard limit."""
    wording = form.text("condition", needed=True, most=500)
    condition_id = form.new_id("condition")
    return [DeclareCondition(happened_on=context.today, condition_id=condition_id, wording=wording or "")]


def parse_assessment(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A test, and the strengths it points at."""
    lines, known = list(written_lines(form, "tested", MAX_STRENGTHS)), _strength_ids(context)
    return [
        NoteAssessment(
            happened_on=context.today,
            assessment_id=form.new_id("test"),
            instrument=form.text("instrument", needed=True, most=200) or "",
            strengths=tuple(
                AssessedStrengthInput(
                    strength_id=known.get(name_key(one)) or form.new_id(name_key(one)),
                    wording=one,
                )
                for one in lines
            ),
        )
    ]


def parse_phase(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Which of the four questions comes first for now."""
    phases: tuple[Phase, ...] = get_args(Phase)
    phase = form.choice("phase", phases, needed=True) or "self"
    return [EmphasisePhase(happened_on=context.today, phase=phase)]


def parse_track(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What brought the client here."""
    tracks: tuple[Track, ...] = get_args(Track)
    track = form.choice("track", tracks, needed=True) or "preventive"
    return [SetTrack(happened_on=context.today, track=track)]


def parse_challenge_answer(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A challenge accepted, declined or met."""
    offered: tuple[ChallengeAnswer, ...] = get_args(ChallengeAnswer)
    answer = form.choice("challenge_answer", offered, needed=True) or "declined"
    challenge_id = context.item(form, "challenge_id")
    return [AnswerChallenge(happened_on=context.today, challenge_id=challenge_id, answer=answer)]


def parse_commitment_outcome(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A commitment kept, or let go."""
    kept = form.choice("kept", YES_NO, needed=True) == "yes"
    commitment_id = context.item(form, "commitment_id")
    return [SettleCommitment(happened_on=context.today, commitment_id=commitment_id, kept=kept)]


ABOUT_YOU_FORMS: Forms = MappingProxyType(
    {
        "agreement": Form(
            parse=parse_intake_agreement,
            confirmation=gettext_noop("Saved. What was agreed before stays in your history."),
        ),
        "questions": QUESTIONS_FORM,
        "value": Form(parse=parse_value, confirmation=gettext_noop("Saved. Check each role against it.")),
        "dream": Form(
            parse=parse_dream,
            confirmation=gettext_noop("Saved. Now look for roles that offer what it stands for."),
            fields={"qualities": "dream_qualities"},
        ),
        "ideal": Form(
            parse=parse_ideal_sketch,
            confirmation=gettext_noop("Saved. Now look for roles that offer what is in it."),
            fields={"qualities": "sketch_qualities"},
        ),
        "quality": Form(
            parse=parse_quality_seen,
            confirmation=gettext_noop("Saved. One more route from a dream to real work."),
            fields={"quality_id": FORM_ERROR},
        ),
        "story": Form(
            parse=parse_story,
            confirmation=gettext_noop("Saved. A story says more about a strength than a single word."),
        ),
        "goal": Form(
            parse=parse_goal,
            confirmation=gettext_noop("Saved. If it has a date, it is on your to-do list."),
            fields={"due": "goal_due"},
        ),
        "reached": Form(
            parse=parse_reached_goal,
            confirmation=gettext_noop("You reached it. Take a moment to look back at how."),
            fields={"goal_id": FORM_ERROR},
        ),
        "reflection": Form(
            parse=parse_reflection,
            confirmation=gettext_noop("Saved that you wrote. Your text stays with you."),
        ),
        "insight": Form(parse=parse_insight, confirmation=gettext_noop("Saved. It came from what you did.")),
        "condition": Form(
            parse=parse_condition,
            confirmation=gettext_noop("Saved. It can rule out a role, and you will see why."),
        ),
        "test": Form(
            parse=parse_assessment,
            confirmation=gettext_noop(
                "Saved. A test hints at strengths. People who saw them can confirm them."
            ),
        ),
        "phase": Form(
            parse=parse_phase,
            confirmation=gettext_noop(
                "Saved. The kind of step that fits your choice counts double in your suggestions. Every step stays possible."
            ),
        ),
        "track": Form(
            parse=parse_track,
            confirmation=gettext_noop(
                "Saved. From now on it decides our words, and what counts as a good ending."
            ),
        ),
        "challenge": Form(
            parse=parse_challenge_answer,
            button_field="challenge_answer",
            confirmations=CHALLENGE_CONFIRMATIONS,
            fields={"challenge_id": FORM_ERROR},
        ),
        "commitment": Form(
            parse=parse_commitment_outcome,
            button_field="kept",
            confirmations=COMMITMENT_CONFIRMATIONS,
            fields={"commitment_id": FORM_ERROR},
        ),
    }
)
"""By the end of their address."""


def _strength_ids(context: FormContext) -> Mapping[str, UUID]:
    """The strengths of the journey by their normalized wordings."""
    return {name_key(one.wording): one.strength_id for one in context.folded.view(STRENGTHS).strengths}


def _qualities(form: FormData, journey: Journey, field: str) -> tuple[QualityInput, ...]:
    """The qualities that were ticked, and those that were written: each known by its words, or new."""
    known = {name_key(one): (key, one) for key, one in journey.vision.qualities.items()}
    names = {code: current_translator().gettext(name) for code, name in QUALITIES.items()}
    ticked = [names[code] for code in form.choices(f"{field}_ticked", QUALITIES)]
    lines = list(
        {
            name_key(one): one
            for one in (*ticked, *written_lines(form, field, MAX_QUALITIES, between=BETWEEN_QUALITIES))
        }.values()
    )
    if len(lines) > MAX_QUALITIES:
        form.add_error(field, current_translator().gettext(TOO_MANY))
    if not lines:
        form.add_error(field, current_translator().gettext(QUALITY_REQUIRED))
    named = (known.get(name_key(one), (form.new_id(name_key(one)), one)) for one in lines)
    return tuple(QualityInput(quality_id=key, wording=one) for key, one in named)
