"""What was heard in a call on the four points, and what is to be done with what they missed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.commands.evidence import GapInput, LearningInput, OddsSignalInput, StrengthInput
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.commands.feedback import FourPointsInput, PointsHeardInput, ReceiveFeedback
from domain.journey.commands.pitches import RevisePitch
from domain.vocabulary import PointHeard, Witness
from service.localization.current_translator import current_translator
from service.localization.feedback_labels import FEEDBACK_POINTS, FeedbackPoint
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData
from service.web.pitch.forms import MAX_PITCH_LENGTH
from service.web.refusals.forms import POINT_IN_UNUSABLE_FEEDBACK
from service.web.refusals.labels import KEPT_CHOICES, UseOfPoint

NOTHING_HEARD = gettext_noop("Tap at least one answer, or choose “Only empty phrases”.")
WORDS_REQUIRED = gettext_noop("%(point)s: say in a few words what they missed.")
UsesOfPoints = Mapping[FeedbackPoint, UseOfPoint]
HEARD: tuple[PointHeard, ...] = get_args(PointHeard)
MISSED_POINTS: Mapping[FeedbackPoint, tuple[UseOfPoint, ...]] = MappingProxyType(
    {
        "competence": ("pitch", "gap", "strength", "chances", "ask", "nothing"),
        "requirements": ("gap", "chances", "ask", "pitch", "strength", "nothing"),
        "self_presentation": ("pitch", "gap", "strength", "ask", "nothing"),
    }
)
"""The points of which something may have been missed, and what can be done with it."""
USES_IN_WORDS: frozenset[UseOfPoint] = frozenset({"pitch", "gap", "strength", "ask"})
"""What can only be done with something that is said in words."""
NEXT_STEP_IN = timedelta(days=7)


def parse_uses(form: FormData) -> dict[FeedbackPoint, UseOfPoint]:
    """What is to be done with each thing that they missed."""
    found: dict[FeedbackPoint, UseOfPoint] = {}
    for point, offered in MISSED_POINTS.items():
        use = form.choice(f"use_{point}", offered)
        if use is None or form.first("empty") == "yes" or form.first(f"heard_{point}") != "not_enough":
            continue
        if use in USES_IN_WORDS and not form.has(point):
            label = current_translator().gettext(FEEDBACK_POINTS[point])
            form.add_error(point, current_translator().gettext(WORDS_REQUIRED) % {"point": label})
        found[point] = use
    return found


def _words(form: FormData, uses: UsesOfPoints, use: UseOfPoint) -> list[str]:
    """The words of what is to be used in some way."""
    texts = (form.text(point, most=200) for point, chosen in uses.items() if chosen == use)
    return [one for one in texts if one]


def parse_feedback_heard(form: FormData, call_id: UUID, on: date, uses: UsesOfPoints) -> ReceiveFeedback:
    """What they said of the four points, by tap and in their words; or that it was only empty phrases."""
    points = {point: form.text(point, most=200) for point in FEEDBACK_POINTS}
    heard: dict[FeedbackPoint, PointHeard | None] = {
        point: form.choice(f"heard_{point}", HEARD) for point in FEEDBACK_POINTS
    }
    empty = form.first("empty") == "yes"
    answered = next((f"heard_{point}" for point, one in heard.items() if one in {"enough", "not_enough"}), "")
    written = next((point for point, text in points.items() if text), "")
    if empty and (answered or written):
        form.add_error(answered or written, current_translator().gettext(POINT_IN_UNUSABLE_FEEDBACK))
    elif not (empty or answered or written):
        form.add_error("heard_competence", current_translator().gettext(NOTHING_HEARD))
    kept = form.choice("kept", KEPT_CHOICES)
    return ReceiveFeedback(
        happened_on=on,
        experiment_id=call_id,
        usable=not empty,
        points=FourPointsInput(**points),
        heard=PointsHeardInput(**heard),
        via="call",
        kept_on_file=None if kept is None else kept != "no",
        note=pitch_note(form, uses),
    )


def pitch_note(form: FormData, uses: UsesOfPoints) -> str | None:
    """What to show better in the pitch, as long as there are no words for it."""
    words = [] if form.has("pitch") else _words(form, uses, "pitch")
    if not words:
        return None
    return current_translator().gettext("To show better in my pitch: %(what)s") % {"what": "; ".join(words)}


def learned_from(form: FormData, uses: UsesOfPoints, *, witness: Witness) -> LearningInput:
    """The evidence that the client makes of it."""
    return LearningInput(
        odds=(OddsSignalInput(signal="requirement_missing"),) if "chances" in uses.values() else (),
        strengths=tuple(
            StrengthInput(strength_id=form.new_id(f"strength {one}"), wording=one, witness=witness)
            for one in _words(form, uses, "strength")
        ),
        gaps=tuple(
            GapInput(gap_id=form.new_id(f"gap {one}"), wording=one, closable=True)
            for one in _words(form, uses, "gap")
        ),
    )


def next_step_from(form: FormData, on: date, uses: UsesOfPoints) -> NextStepInput | None:
    """Someone else is to be asked about it."""
    words = _words(form, uses, "ask")
    if not words:
        return None
    what = current_translator().gettext("Ask someone else: %(what)s") % {"what": "; ".join(words)}
    return NextStepInput(what=what[:500], due=on + NEXT_STEP_IN)


def revised_pitch(form: FormData, journey: Journey, on: date) -> Sequence[RevisePitch]:
    """The pitch with something shown better, if there are words for it."""
    wording = form.text("pitch", most=MAX_PITCH_LENGTH)
    if wording is None:
        return ()
    earlier = [one for one in journey.pitches.versions.values() if one.happened_on <= on]
    return [
        RevisePitch(
            happened_on=on,
            pitch_id=form.new_id("pitch"),
            wording=wording,
            follows=earlier[-1].pitch_id if earlier else None,
        )
    ]
