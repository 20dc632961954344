"""The projection of papers and pitch."""

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar
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
    SentApproach,
    SentCv,
    TextPart,
)
from projections.pitches.wording_changes import wording_changes

Words = Sequence[PitchRevised | FeedbackReceived]
Replies = Mapping[UUID, Sequence[AnswerOrSilence]]
T = TypeVar("T", PitchTried, ApplicationSent)


def view(state: PitchesState, on: date, _parameters: Parameters) -> Pitches:
    """Papers and pitch at a date. Events after that date are ignored."""
    counted = replace(state, replies=without_repeats(state.replies, state.plans.values()))
    known = in_day_order(as_of(counted, on))
    replies = replies_by_approach(known.replies)
    return Pitches(
        on=on,
        versions=tuple(_versions(known, replies))[::-1],
        cvs=_cvs(known, replies),
        to_work_in=tuple(reversed(list(_to_work_in(known.words)))),
    )


def _versions(state: PitchesState, replies: Replies) -> Iterator[PitchVersion]:
    """The versions with what came of them, the first first."""
    tried, sent = _by_pitch(state.tried), _by_pitch(state.sent)
    places = {one.pitch_id: place for place, one in enumerate(state.words) if isinstance(one, PitchRevised)}
    feedback = [place for place, one in enumerate(state.words) if isinstance(one, FeedbackReceived)]
    for place, revised in enumerate(state.words):
        if isinstance(revised, PitchRevised):
            start = places.get(revised.follows) if revised.follows else None
            earlier = None if start is None else state.words[start]
            yield _version(
                revised,
                earlier if isinstance(earlier, PitchRevised) else None,
                tries=[one for tried_in in tried[revised.pitch_id] for one in _try(state, tried_in)],
                approaches=sent_approaches(state, sent[revised.pitch_id], replies),
                heard=() if start is None else _between(state.words, feedback, start, place),
            )


def _between(words: Words, feedback: Sequence[int], start: int, end: int) -> Words:
    """The feedback among the words from one place to another."""
    return [words[place] for place in feedback[bisect(feedback, start) : bisect(feedback, end)]]


def _by_pitch(events: Iterable[T]) -> Mapping[UUID | None, Sequence[T]]:
    found: defaultdict[UUID | None, list[T]] = defaultdict(list)
    for one in events:
        found[one.pitch_id].append(one)
    return found


def _version(
    revised: PitchRevised,
    earlier: PitchRevised | None,
    *,
    tries: Sequence[PitchTry],
    approaches: tuple[SentApproach, ...],
    heard: Words,
) -> PitchVersion:
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
        heard_before=tuple(_in_words(heard)),
    )


def _difference(earlier: PitchRevised | None, revised: PitchRevised) -> tuple[TextPart, ...]:
    if earlier and is_readable(earlier.wording) and is_readable(revised.wording):
        return wording_changes(earlier.wording, revised.wording)
    return ()


def _try(state: PitchesState, tried: PitchTried) -> Iterator[PitchTry]:
    """Where a version was tried; nothing if the step is not known on that day."""
    plan, run = state.plans.get(tried.experiment_id), state.runs.get(tried.experiment_id)
    if plan and run:
        yield PitchTry(
            experiment_id=tried.experiment_id, kind=plan.kind, on=run.happened_on, landed=tried.landed
        )


def _in_words(words: Words) -> Iterator[HeardFeedback]:
    """The feedback with words in it."""
    for one in words:
        if isinstance(one, FeedbackReceived) and one.usable and (one.points != FourPoints() or one.note):
            yield HeardFeedback(
                experiment_id=one.experiment_id, on=one.happened_on, points=one.points, note=one.note
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
            # Put last again: the one that was used last comes first.
            some = sent.pop(one.cv, [])
            some.append(one)
            sent[one.cv] = some
    found: list[SentCv] = []
    for name, some in sent.items():
        approaches = sent_approaches(state, some, replies)
        found.append(SentCv(name=name, approaches=approaches, replies=count_replies(approaches)))
    return tuple(reversed(found))


PITCHES: Projection[PitchesState, Pitches] = Projection(
    name="pitches", version=1, initial=INITIAL, evolve=evolve, view=view
)
