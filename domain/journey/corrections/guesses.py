"""What is written before a step: it stays as it was when the step was first logged, also when that is withdrawn."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.corrections.corrected_entry import NumberedEvents
from domain.journey.corrections.effective import NumberedEntries, effective_events
from domain.journey.corrections.events import EntryCorrected
from domain.journey.events.catalogue import upcast_to_current
from domain.journey.events.experiments import (
    ExperimentAttempt,
    ExperimentPlanned,
    Forecast,
    IfThenPlan,
    as_guessed_on,
)
from domain.normal_texts import same_content


class Guess(Struct, frozen=True):
    """What a plan holds that would be no guess any more if it were written after the step."""

    forecast: Forecast
    hypothesis: str | None
    dread_before: int | None
    feared: str | None
    plan: IfThenPlan | None


def guess_of(plan: ExperimentPlanned) -> Guess:
    """The guess that a plan holds."""
    return Guess(
        forecast=plan.forecast or Forecast(),
        hypothesis=plan.hypothesis,
        dread_before=plan.dread_before,
        feared=plan.feared,
        plan=plan.plan,
    )


def late_guesses(entries: NumberedEntries, before: NumberedEvents, after: NumberedEvents) -> Iterator[str]:
    """Yields the field of each late guess that a change of the effective events would bring."""
    known = _plans(before)
    for experiment_id, plan in _plans(after).items():
        now = known.get(experiment_id)
        if now != plan and (field := late_guess(entries, plan, now)):
            yield field


def late_guess(
    entries: NumberedEntries, plan: ExperimentPlanned, now: ExperimentPlanned | None = None
) -> str | None:
    """The first field in which a plan has another guess than when its step was first logged; None if there is none.

    It may keep the guess it has `now`, or one that a later correction gave it: old logs allowed that.
    """
    kept = list(_plans_since_logged(entries, plan.experiment_id))
    if not kept:
        return None
    differences = [_first_difference(guess_of(one), guess_of(plan)) for one in (*kept, now or kept[0])]
    return differences[0] if all(differences) else None


def _plans(events: NumberedEvents) -> dict[UUID, ExperimentPlanned]:
    return {one.experiment_id: one for one in events.values() if isinstance(one, ExperimentPlanned)}


def _plans_since_logged(entries: NumberedEntries, experiment_id: UUID) -> Iterator[ExperimentPlanned]:
    """The plan of a step when it was first logged, and each later correction of it, with what was guessed by its day.

    Nothing if it was never logged.
    """
    attempts = (
        (number, one.happened_on)
        for number, one in entries.items()
        if isinstance(one, ExperimentAttempt) and one.experiment_id == experiment_id
    )
    logged, day = next(attempts, (None, date.min))
    if logged is None:
        return
    so_far = effective_events((number, one) for number, one in entries.items() if number < logged)
    if plan := _plans(so_far).get(experiment_id):
        yield as_guessed_on(plan, day)
    for number, one in entries.items():
        if number > logged and isinstance(one, EntryCorrected):
            restated = upcast_to_current(one.fact)
            if isinstance(restated, ExperimentPlanned) and restated.experiment_id == experiment_id:
                yield as_guessed_on(restated, day)


def _first_difference(one: Guess, other: Guess) -> str | None:
    """The first field in which two guesses differ."""
    if same_content(one, other):
        return None
    return next(name for name in Guess.__struct_fields__ if getattr(one, name) != getattr(other, name))
