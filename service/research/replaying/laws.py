"""The laws of a model, tried on some journeys before it is used: a model that breaks one would give figures nobody can trust."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import zip_longest
from multiprocessing import get_context
from types import MappingProxyType
from typing import Any

import msgspec
from msgspec import Struct

from domain.history import RecordedEvent, apply_corrections
from domain.journey.events.weeks import monday_of
from service.research.replay import ReplayRow, encode_row
from service.research.replaying.model import ResearchModel
from service.research.replaying.model_catalogue import JourneyModel, ModelError, find_model
from service.research.tables.columns import Column

TRIED_JOURNEYS, TRIED_EVENTS = 30, 10_000
"""The laws are tried on so many journeys, or on fewer if they are long."""

TriedJourney = Sequence[RecordedEvent]
KINDS: Mapping[str, type | tuple[type, ...]] = MappingProxyType(
    {"string": str, "integer": int, "number": (int, float), "boolean": bool}
)


class _Trial(Struct, frozen=True):
    """A model under parameters, tried on one journey, with another beside it."""

    model: ResearchModel
    parameters: Struct
    journey: TriedJourney
    other: TriedJourney

    def fold(self, entries: Iterable[RecordedEvent]) -> Any:
        state = self.model.initial(self.parameters)
        for entry in entries:
            state = self.model.step(state, entry)
        return state

    def rows(self, state: Any, on: date) -> bytes:
        rows = [list(one) for one in self.model.rows(state, on, self.parameters)]
        return encode_row(ReplayRow(journey_id=self.journey[0].journey_id, on=on, view=rows))

    @property
    def last_day(self) -> date:
        return max(entry.event.happened_on for entry in self.journey)

    @property
    def whole(self) -> bytes:
        return self.rows(self.fold(self.journey), self.last_day)


def some_journeys(journeys: Iterable[Sequence[RecordedEvent]]) -> list[TriedJourney]:
    """The first journeys, corrections applied: those that the laws are tried on."""
    tried, events = list[TriedJourney](), 0
    for one in journeys:
        if len(tried) == TRIED_JOURNEYS or (tried and events + len(one) > TRIED_EVENTS):
            break
        if effective := apply_corrections(one):
            tried.append(effective)
            events += len(one)
    return tried


def require_laws(model: JourneyModel, parameters: Struct, journeys: Sequence[TriedJourney]) -> None:
    """Raises `ModelError` with the law and the first journey where it breaks."""
    for number, journey in enumerate(journeys):
        trial = _Trial(model.offered, parameters, journey, journeys[number - 1])
        for law, holds in LAWS.items():
            with _failing_at(model.name, journey):
                kept = holds(trial)
            if not kept:
                raise ModelError(f"{_called(model)} breaks a law, at journey {_pseudonym(journey)}: {law}")
    _require_same_elsewhere(model, parameters, journeys)


@contextmanager
def _failing_at(name: str, journey: TriedJourney) -> Generator[None]:
    try:
        yield
    except Exception as error:
        raise ModelError(
            f"the model {name} fails at journey {_pseudonym(journey)}: {type(error).__name__}: {error}"
        ) from error


def _fills_its_columns(trial: _Trial) -> bool:
    columns = trial.model.schema.columns
    rows = trial.model.rows(trial.fold(trial.journey), trial.last_day, trial.parameters)
    return all(len(row) == len(columns) and all(map(_fits, columns, row)) for row in rows)


def _fits(column: Column, value: object) -> bool:
    if value is None:
        return column.optional
    return isinstance(value, KINDS[column.kind]) and (column.kind == "boolean" or not isinstance(value, bool))


def _is_the_same_twice(trial: _Trial) -> bool:
    return trial.whole == trial.whole


def _goes_on_from_any_prefix(trial: _Trial) -> bool:
    for at in {1, len(trial.journey) // 3, len(trial.journey) // 2, len(trial.journey) - 1}:
        before = trial.fold(trial.journey[:at])
        at_first = trial.rows(before, trial.last_day)
        state = before
        for entry in trial.journey[at:]:
            state = trial.model.step(state, entry)
        if trial.rows(state, trial.last_day) != trial.whole or trial.rows(before, trial.last_day) != at_first:
            return False
    return True


def _knows_no_other_journey(trial: _Trial) -> bool:
    expected = trial.whole
    mine, others = trial.model.initial(trial.parameters), trial.model.initial(trial.parameters)
    for own, other in zip_longest(trial.journey, trial.other):
        if own is not None:
            mine = trial.model.step(mine, own)
        if other is not None:
            others = trial.model.step(others, other)
    return trial.rows(mine, trial.last_day) == expected


def _knows_nothing_of_later_days(trial: _Trial) -> bool:
    whole = trial.fold(trial.journey)
    sunday = monday_of(min(entry.event.happened_on for entry in trial.journey)) + timedelta(days=6)
    while sunday < trial.last_day:
        then = trial.fold(entry for entry in trial.journey if entry.event.happened_on <= sunday)
        if trial.rows(whole, sunday) != trial.rows(then, sunday):
            return False
        sunday += timedelta(days=7)
    return True


LAWS: Mapping[str, Callable[[_Trial], bool]] = MappingProxyType(
    {
        "each row fits the columns of its schema": _fills_its_columns,
        "the same history gives the same rows twice": _is_the_same_twice,
        "a fold that goes on from the first events gives what a fold of all gives, and leaves the earlier state as it was": (
            _goes_on_from_any_prefix
        ),
        "other journeys, before it or between its events, change nothing": _knows_no_other_journey,
        "what happened after a Sunday changes nothing in the rows of that Sunday": _knows_nothing_of_later_days,
    }
)
"""By what each law says."""
ELSEWHERE = "another process gives the same rows"


def _require_same_elsewhere(
    model: JourneyModel, parameters: Struct, journeys: Sequence[TriedJourney]
) -> None:
    encoded = [msgspec.json.encode(list(one)) for one in journeys]
    reference = f"{model.name}@{model.version}"
    here = rows_of_journeys(reference, msgspec.json.encode(parameters), encoded)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        there = pool.submit(rows_of_journeys, reference, msgspec.json.encode(parameters), encoded).result()
    for journey, one, other in zip(journeys, here, there, strict=True):
        if one != other:
            raise ModelError(f"{_called(model)} breaks a law, at journey {_pseudonym(journey)}: {ELSEWHERE}")


def rows_of_journeys(reference: str, parameters: bytes, journeys: Sequence[bytes]) -> list[bytes]:
    """The rows of journeys on their last days, as bytes; to be compared with those of another process."""
    model = find_model(reference)
    read = msgspec.json.decode(parameters, type=model.parameters)
    decoder = msgspec.json.Decoder(list[RecordedEvent])
    return [_Trial(model.offered, read, journey, journey).whole for journey in map(decoder.decode, journeys)]


def _called(model: JourneyModel) -> str:
    return f"the model {model.name} {model.version}"


def _pseudonym(journey: TriedJourney) -> str:
    return journey[0].journey_id.hex
