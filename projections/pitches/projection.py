"""The projection of papers and pitch."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from domain.journey.events.answers import AnswerOrSilence
from domain.journey.events.feedback import FeedbackReceived, FourPoints
from domain.journey.events.pitches import ApplicationSent, PitchRevised, PitchTried
from domain.redacted import is_readable
from projections.as_of import as_of, in_day_order
from projections.counted_answers import without_repeats
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.pitches.approaches import count_replies, replies_by_approach, sent_approaches
from projections.pitches.state import INITIAL, PitchesState, evolve
from projections.pitches.view import (
    HeardFeedback,
    Pitches,
    PitchNote,
    PitchTry,
    PitchVersion,
    SentCv,
    TextPart,
)
from projections.pitches.wording_changes import wording_changes

Words = Sequence[PitchRevised | FeedbackReceived]
Replies = Mapping[UUID, Sequence[AnswerOrSilence]]


def view(state: PitchesState, on: date, _parameters: Parameters) -> Pitches:
    """Papers and pitch at a date. Events after that date are ignored."""
    counted = replace(state, replies=without_repeats(state.replies, state.plans.values()))
    known = in_day_order(as_of(counted, on))
    replies = replies_by_approach(known.replies)
    versions = [one for one in known.words if isinstance(one, PitchRevised)]
    return Pitches(
        on=on,
        versions=tuple(_version(known, one, replies) for one in reversed(versions)),
        cvs=_cvs(known, replies),
        to_work_in=tuple(reversed(list(_to_work_in(known.words)))),
    )


def _version(state: PitchesState, revised: PitchRevised, replies: Replies) -> PitchVersion:
    tries = [_try(state, one) for one in state.tried if one.pitch_id == revised.pitch_id]
    sent = (one for one in state.sent if one.pitch_id == revised.pitch_id)
    approaches = sent_approaches(state, sent, replies)
    earlier = _version_of(state.words, revised.follows)
    return PitchVersion(
        pitch_id=revised.pitch_id,
        wording=revised.wording,
        since=revised.happened_on,
        follows=revised.follows,
        tries=tuple(sorted(tries, key=lambda one: one.on)[::-1]),
        landed=math.fsum(one.landed for one in tries) / len(tries) if tries else None,
        approaches=approaches,
        replies=count_replies(approaches),
        difference=_difference(earlier, revised),
        heard_before=tuple(_heard_between(state.words, earlier, revised)),
    )


def _difference(earlier: PitchRevised | None, revised: PitchRevised) -> tuple[TextPart, ...]:
    if earlier and is_readable(earlier.wording) and is_readable(revised.wording):
        return wording_changes(earlier.wording, revised.wording)
    return ()


def _try(state: PitchesState, tried: PitchTried) -> PitchTry:
    return PitchTry(
        experiment_id=tried.experiment_id,
        kind=state.plans[tried.experiment_id].kind,
        on=state.runs[tried.experiment_id].happened_on,
        landed=tried.landed,
    )


def _version_of(words: Words, pitch_id: UUID | None) -> PitchRevised | None:
    return next((one for one in words if isinstance(one, PitchRevised) and one.pitch_id == pitch_id), None)


def _heard_between(
    words: Words, earlier: PitchRevised | None, revised: PitchRevised
) -> Iterator[HeardFeedback]:
    """Feedback with words in it that came after one version and before another."""
    start = words.index(earlier) if earlier else len(words)
    for one in words[start : words.index(revised)]:
        if isinstance(one, FeedbackReceived) and (heard := _in_words(one)):
            yield heard


def _in_words(feedback: FeedbackReceived) -> HeardFeedback | None:
    if not feedback.usable or (feedback.points == FourPoints() and not feedback.note):
        return None
    return HeardFeedback(
        experiment_id=feedback.experiment_id,
        on=feedback.happened_on,
        points=feedback.points,
        note=feedback.note,
    )


def _to_work_in(words: Words) -> Iterator[PitchNote]:
    """What is to be shown better, heard since the latest version: a note of a call, or how the client came across."""
    latest = max((place for place, one in enumerate(words) if isinstance(one, PitchRevised)), default=-1)
    for one in words[latest + 1 :]:
        if isinstance(one, FeedbackReceived) and one.usable and (text := _pitch_note(one)):
            yield PitchNote(experiment_id=one.experiment_id, on=one.happened_on, text=text)


def _pitch_note(feedback: FeedbackReceived) -> str | None:
    """The note of a call is what to show better in the pitch: its page keeps no other."""
    if feedback.via == "call" and feedback.note:
        return feedback.note
    missed = feedback.heard.self_presentation == "not_enough"
    return feedback.points.self_presentation if missed else None


def _cvs(state: PitchesState, replies: Replies) -> tuple[SentCv, ...]:
    """Each CV by its name, the one that was used last first; of one day, the last recorded first."""
    sent: dict[str, list[ApplicationSent]] = {}
    for one in state.sent:
        if one.cv:
            sent[one.cv] = [*sent.pop(one.cv, []), one]
    found: list[SentCv] = []
    for name, some in sent.items():
        approaches = sent_approaches(state, some, replies)
        found.append(SentCv(name=name, approaches=approaches, replies=count_replies(approaches)))
    return tuple(reversed(found))


PITCHES: Projection[PitchesState, Pitches] = Projection(
    name="pitches", version=1, initial=INITIAL, evolve=evolve, view=view
)
