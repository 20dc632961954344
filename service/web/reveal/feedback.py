"""What was said when the client asked for the reasons of a no: point by point, and what they do with it."""

import re
from collections.abc import Iterator
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.answers import REFUSAL_ANSWERS
from domain.journey.events.evidence import GapFound, OddsSignalHeard, StrengthObserved
from domain.journey.events.experiments import Experiment
from domain.journey.events.feedback import FeedbackReceived, PointsHeard
from service.localization.feedback_labels import ANSWERS_BY_POINT, FEEDBACK_POINTS
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator

NO_REASONS = gettext_noop("You asked. They did not say why.")
REASONS_MISSED = gettext_noop("You asked, and now you know what they missed.")
REASONS = gettext_noop("You asked, and you know more now.")


class HeardPoint(Struct, frozen=True, kw_only=True):
    """One of the four points: what it came to, what they said, and what the client does with it."""

    label: str
    heard: str
    """The answer that was chosen; empty if there are words only."""
    words: str | None
    uses: tuple[str, ...]


class RevealedFeedback(Struct, frozen=True, kw_only=True):
    """What was said, as a whole."""

    finding: str
    heard_from: str
    points: tuple[HeardPoint, ...]
    follows: tuple[str, ...]
    """What follows from all of it."""
    pitch: str | None
    """The pitch as it was revised that day."""
    change: str | None
    """The one change for next time, as it was decided that day."""


def build_feedback(
    journey: Journey, experiment: Experiment, heard_from: str, translator: Translator
) -> RevealedFeedback | None:
    """What was said in a step in which the client asked why; None if they heard nothing in it."""
    received = journey.feedback.received.get(experiment.planned.experiment_id)
    if received is None:
        return None
    revised = [
        one.wording for one in journey.pitches.versions.values() if one.happened_on == received.happened_on
    ]
    return RevealedFeedback(
        finding=translator.gettext(_finding(received)),
        heard_from=heard_from,
        points=tuple(_points(journey, experiment, received, translator)),
        follows=tuple(_follows(journey, experiment, received, translator)),
        pitch=revised[-1] if revised else None,
        change=_change(journey, experiment, received),
    )


def _change(journey: Journey, experiment: Experiment, received: FeedbackReceived) -> str | None:
    approach_id = experiment.planned.refers_to
    drawn = journey.refusals.concluded.get(approach_id) if approach_id else None
    return drawn.change if drawn and drawn.happened_on == received.happened_on else None


def _finding(received: FeedbackReceived) -> str:
    if not received.usable:
        return NO_REASONS
    return REASONS_MISSED if _missed_something(received.heard) else REASONS


def _missed_something(heard: PointsHeard) -> bool:
    return "not_enough" in (heard.competence, heard.requirements, heard.self_presentation)


def _points(
    journey: Journey, experiment: Experiment, received: FeedbackReceived, translator: Translator
) -> Iterator[HeardPoint]:
    for point, label in FEEDBACK_POINTS.items():
        words, heard = getattr(received.points, point), getattr(received.heard, point)
        if words or heard:
            yield HeardPoint(
                label=translator.gettext(label),
                heard=translator.gettext(ANSWERS_BY_POINT[point][heard]) if heard else "",
                words=words,
                uses=tuple(_uses(journey, experiment, received, words, translator)) if words else (),
            )


def _uses(
    journey: Journey, experiment: Experiment, received: FeedbackReceived, words: str, translator: Translator
) -> Iterator[str]:
    """What the client does with something that was said, by the words of it."""
    found = journey.evidence.found.get(received.experiment_id, ())
    following = experiment.concluded.next_step if experiment.concluded else None
    if any(isinstance(one, GapFound) and one.wording == words for one in found):
        yield translator.gettext("You count it as a gap.")
    if any(isinstance(one, StrengthObserved) and one.wording == words for one in found):
        yield translator.gettext("You count it as a strength after all.")
    if received.note and _is_listed(words, received.note):
        yield translator.gettext("You want to show it better in your pitch.")
    if following and _is_listed(words, following.what):
        yield translator.gettext("You want to ask someone else first.")


def _is_listed(words: str, text: str) -> bool:
    """Whether words are one of those that a sentence of ours lists behind its colon, as it stands in any language."""
    return bool(re.search(rf"(?:: |; ){re.escape(words)}(?:; |$)", text))


def _counts_for_chances(journey: Journey, approach_id: UUID) -> bool:
    """Whether it raises the chances that they keep the details on file: not after a no, unless that was close."""
    replies = journey.answers.received.get(approach_id, ())
    return journey.evidence.has_kept_on_file_signal(approach_id) and not any(
        one.answer in REFUSAL_ANSWERS and not one.close for one in replies
    )


def _follows(
    journey: Journey, experiment: Experiment, received: FeedbackReceived, translator: Translator
) -> Iterator[str]:
    approach_id = experiment.planned.refers_to
    kept = journey.refusals.kept.get(approach_id) if approach_id else None
    if kept and kept.happened_on == received.happened_on:
        kept_until = (
            translator.gettext("They keep your details until %(day)s. That raises your chances.")
            if approach_id and _counts_for_chances(journey, approach_id)
            else translator.gettext("They keep your details until %(day)s.")
        )
        yield kept_until % {"day": translator.day(kept.until)}
    found = journey.evidence.found.get(received.experiment_id, ())
    if any(isinstance(one, OddsSignalHeard) and one.signal == "requirement_missing" for one in found):
        yield translator.gettext("Something they ask for is missing. That lowers your chances.")
    elif received.heard.well_qualified == "enough" and not _missed_something(received.heard):
        yield translator.gettext(
            "You are well qualified, and others were stronger. That changes nothing in your profile."
        )
    elif not received.usable:
        yield translator.gettext("Empty phrases change nothing in your profile. Asking counts.")
