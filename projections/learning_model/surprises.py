"""What surprised in steps: a belief that did not hold up, a liking, a dread or a reply far from what was expected."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import ExperimentAttempt, ExperimentPlanned
from domain.vocabulary import ExperimentKind
from projections.learning_model.forecasts import settled_forecast
from projections.learning_model.state import LearningState, StepEvents

SURPRISING_FROM = 3
"""Points of 0-10 between what was expected and what was felt."""
SURPRISING_BEYOND = 0.6
"""How far a chance of 0-1 may be from what came: whoever guesses "perhaps" (0.4) is surprised by neither."""

WORSE_FROM = 8
"""Dread of 0-10 after a step, from which it was worse than feared if it was lower before."""


class BeliefSurprise(Struct, frozen=True, kw_only=True):
    """A belief that a step was to test, and that did not hold up."""

    experiment_id: UUID
    belief: str


class LikingSurprise(Struct, frozen=True, kw_only=True):
    """A kind of work that was liked much more or less than expected, 0-10."""

    experiment_id: UUID
    expected: int
    felt: int


class DreadSurprise(Struct, frozen=True, kw_only=True):
    """A step that was much less bad or worse than feared, 0-10."""

    experiment_id: UUID
    kind: ExperimentKind
    before: int
    after: int


class ReplySurprise(Struct, frozen=True, kw_only=True):
    """An application that was answered otherwise than guessed."""

    experiment_id: UUID
    chance: float
    """The guess that it would lead to an interview, 0-1."""
    invited: bool
    """Whether it did."""


Surprise = BeliefSurprise | LikingSurprise | DreadSurprise | ReplySurprise


class Surprises(Struct, frozen=True, kw_only=True):
    """The surprises of some days, by step, and how many guesses were compared with what happened."""

    found: tuple[Surprise, ...]
    guesses: int


def is_worse_than_feared(
    planned: ExperimentPlanned, happened: ExperimentAttempt, worse_from: int = WORSE_FROM
) -> bool:
    """Whether a step left a high dread, higher than before it."""
    before, after = planned.dread_before, happened.dread_after
    return after is not None and before is not None and after >= worse_from and after > before


def surprises(state: LearningState, since: date, until: date) -> Surprises:
    """The surprises of these days, the last included.

    A verdict counts on the day it was given and a reply on the day it came, whenever the step was.
    """
    steps = sorted(
        (one for one in state.steps.values() if one.happened_on()),
        key=lambda one: one.happened_on() or date.min,
    )
    compared = [
        (each, is_surprise)
        for step in steps
        for day, each, is_surprise in _compared(state, step, until)
        if since <= day <= until
    ]
    found = (one for one, is_surprise in compared if is_surprise)
    return Surprises(found=tuple(sorted(found, key=_place)), guesses=len(compared))


def _place(one: Surprise) -> int:
    return (BeliefSurprise, ReplySurprise, LikingSurprise, DreadSurprise).index(type(one))


def _compared(state: LearningState, step: StepEvents, on: date) -> Iterator[tuple[date, Surprise, bool]]:
    """Each guess about a step with what happened, when that was known, and whether they are far apart."""
    planned, happened, key = step.planned, step.happened, step.planned.experiment_id
    judged = next((one for one in reversed(step.judged) if one.happened_on <= on), None)
    if planned.hypothesis and judged and judged.verdict != "cannot_tell":
        belief = BeliefSurprise(experiment_id=key, belief=planned.hypothesis)
        yield judged.happened_on, belief, judged.verdict == "did_not"
    expected = planned.forecast.appeal if planned.forecast else None
    rated = next((one for one in state.ratings if one.source.id == key and one.happened_on <= on), None)
    if expected is not None and rated:
        liking = LikingSurprise(experiment_id=key, expected=expected, felt=rated.rating)
        yield rated.happened_on, liking, abs(rated.rating - expected) >= SURPRISING_FROM
    before, after = planned.dread_before, happened.dread_after if happened else None
    if happened and before is not None and after is not None:
        dread = DreadSurprise(experiment_id=key, kind=planned.kind, before=before, after=after)
        yield happened.happened_on, dread, abs(after - before) >= SURPRISING_FROM
    if guess := settled_forecast(step, on):
        settled_on, chance, invited = guess
        reply = ReplySurprise(experiment_id=key, chance=chance, invited=invited)
        yield settled_on, reply, abs(invited - chance) > SURPRISING_BEYOND
