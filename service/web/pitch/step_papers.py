"""What went out with one step, how the pitch landed in it, and the form of the pitch page that is left for it."""

from typing import Literal

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment
from domain.redacted import is_readable
from domain.vocabulary import KINDS_WITHOUT_CONTACT

PitchField = Literal["sent_step", "tried_step"]
"""The field of the pitch page that names the step."""


class StepPapers(Struct, frozen=True, kw_only=True):
    """Papers and pitch of one step."""

    cv: str | None
    sent_pitch: str | None
    tried_pitch: str | None
    landed: int | None
    still_to_say: PitchField | None

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.cv or self.sent_pitch or self.landed is not None or self.still_to_say)


def papers_of_step(journey: Journey, step: Experiment) -> StepPapers:
    """What is recorded for a step, and what can still be."""
    step_id = step.planned.experiment_id
    sent, tried = journey.pitches.sent.get(step_id), journey.pitches.tried.get(step_id)
    versions = journey.pitches.versions
    pitches = [versions.get(one.pitch_id) if one and one.pitch_id else None for one in (sent, tried)]
    sent_pitch, tried_pitch = (one.wording if one and is_readable(one.wording) else None for one in pitches)
    return StepPapers(
        cv=sent.cv if sent and is_readable(sent.cv) else None,
        sent_pitch=sent_pitch,
        tried_pitch=tried_pitch,
        landed=tried.landed if tried else None,
        still_to_say=_still_to_say(journey, step),
    )


def _still_to_say(journey: Journey, step: Experiment) -> PitchField | None:
    step_id, kind = step.planned.experiment_id, step.planned.kind
    if step.stage != "run" or kind in KINDS_WITHOUT_CONTACT:
        return None
    if kind == "application":
        return None if step_id in journey.pitches.sent else "sent_step"
    written_by_then = any(one.happened_on <= step.on for one in journey.pitches.versions.values())
    return "tried_step" if written_by_then and step_id not in journey.pitches.tried else None
