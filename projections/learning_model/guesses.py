"""Guesses made before a step against what came of them: how much it would be liked, and what five tries would lead to."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.journey.events.answers import AnswerReceived
from domain.journey.events.experiments import ExperimentRun
from domain.vocabulary import FiveTries
from projections.learning_model.forecasts import has_enough_cases
from projections.learning_model.parameters import Parameters
from projections.learning_model.state import LearningState, StepEvents

FIVE_TRIES_CHANCES: Mapping[FiveTries, float] = MappingProxyType(
    {"no": 0.15, "perhaps": 0.40, "probably": 0.65, "yes": 0.90}
)
"""The chance of an interview that a word stands for. Source: learning model, Since the second audit."""


def chance_as_guess(chance: float) -> FiveTries:
    """The word of a guess that comes nearest to a chance, 0-1."""
    return min(FIVE_TRIES_CHANCES, key=lambda word: abs(FIVE_TRIES_CHANCES[word] - chance))


def liking_gap(pairs: Iterable[tuple[int, int]], parameters: Parameters) -> float | None:
    """How much more was liked than guessed, on average over (guess, rating) pairs; below 0 it was less. None below four."""
    gaps = [rating - guess for guess, rating in pairs]
    return sum(gaps) / len(gaps) if has_enough_cases(len(gaps), parameters) else None


def liking_guesses(state: LearningState, on: date) -> list[tuple[int, int]]:
    """How much each step was guessed to be liked and was, 0-10, by the first rating after it."""
    rated: dict[UUID, int] = {}
    for one in state.ratings:
        if one.source.id and one.happened_on <= on:
            rated.setdefault(one.source.id, one.rating)
    return [
        (step.planned.forecast.appeal, rated[key])
        for key, step in state.steps.items()
        if key in rated and step.planned.forecast and step.planned.forecast.appeal is not None
    ]


def five_tries_guesses(state: LearningState, on: date, parameters: Parameters) -> list[tuple[float, bool]]:
    """The chance that each guess about five tries stands for, and whether an interview came; those that are settled."""
    return list(settled_five_tries(state, on, parameters).values())


def settled_five_tries(
    state: LearningState, on: date, parameters: Parameters
) -> dict[UUID, tuple[float, bool]]:
    """By the step that was planned with it, the chance that a guess stands for, and whether an interview came.

    A guess is settled by the first interview within five approaches for its role since then, or by five that led to none.
    """
    approaches, tries = _approaches(state, on), parameters.odds.tries
    settled: dict[UUID, tuple[float, bool]] = {}
    for key, step in state.steps.items():
        guess = step.planned.forecast.five_tries if step.planned.forecast else None
        if guess and step.planned.happened_on <= on:
            by_day = approaches[step.planned.role_id]
            first = bisect_left(by_day, step.planned.happened_on, key=_day)
            came = _interview_came([one.interview for one in by_day[first : first + tries]], tries)
            if came is not None:
                settled[key] = FIVE_TRIES_CHANCES[guess], came
    return settled


class _Approach(Struct, frozen=True):
    """An approach for a role, and whether it led to an interview; None while it is not answered."""

    role_id: UUID | None
    on: date
    interview: bool | None


def _day(approach: _Approach) -> date:
    return approach.on


def _approaches(state: LearningState, on: date) -> defaultdict[UUID | None, list[_Approach]]:
    """The applications for each role, and the interviews that came without one, by day; on one day as they were logged."""
    taken = [state.steps[key] for key in dict.fromkeys(state.attempts)]
    runs = [
        (one.happened.happened_on, one)
        for one in taken
        if isinstance(one.happened, ExperimentRun) and one.happened.happened_on <= on
    ]
    sent = {one.planned.experiment_id for _, one in runs if one.planned.kind == "application"}
    interviews = [(day, one.planned) for day, one in runs if one.planned.kind == "interview"]
    invited = {planned.refers_to for _, planned in interviews}
    found = [
        *(
            _Approach(one.planned.role_id, day, one.planned.experiment_id in invited or _interview(one, on))
            for day, one in runs
            if one.planned.experiment_id in sent
        ),
        *(
            _Approach(planned.role_id, day, interview=True)
            for day, planned in interviews
            if planned.refers_to not in sent
        ),
    ]
    by_role: defaultdict[UUID | None, list[_Approach]] = defaultdict(list)
    for one in sorted(found, key=_day):
        by_role[one.role_id].append(one)
    return by_role


def _interview(application: StepEvents, on: date) -> bool | None:
    """Whether an application was answered with an interview; None while there is no answer."""
    answers = {
        one.answer if isinstance(one, AnswerReceived) else "silence"
        for one in application.answers
        if one.happened_on <= on
    }
    if answers & {"invited", "second_round", "offer", "rejected_after_interview"}:
        return True
    return False if answers & {"rejected_unseen", "silence"} else None


def _interview_came(tries: Sequence[bool | None], needed: int) -> bool | None:
    """Whether so many tries led to an interview; None while that is open."""
    if True in tries:
        return True
    return False if len(tries) == needed and None not in tries else None
