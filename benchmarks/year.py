"""Time of each projection over a year of 2,000 events: the fold, the last day's view, and the slowest view.

    python -m benchmarks.year [--events 2000] [--rounds 7]

Two years: one that nobody lived, and the first worked case lived again and again, a few times at once.
Endings are left out, for after one hardly an alert is looked for. The peer is msgspec, decoding the same
events from JSON in the same rounds: a fold of as many times that is printed beside it. The slowest view is
looked for on every third day and then measured again. What is over a limit is marked, and the exit code is 1.
"""

import argparse
import gc
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec.structs import replace

from domain.history import RecordedEvent
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.evidence import CriterionNamed
from domain.journey.events.network import ContactAdded, EmployerNamed
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.start import ConditionDeclared, JourneyStarted
from projections.catalogue import PROJECTIONS
from projections.fold import Projection, fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.histories import sample_journey
from tests.projections.worked_cases import entries_of, read

FOLD_LIMIT, VIEW_LIMIT = 50.0, 20.0
"""Milliseconds."""

EVERY = timedelta(days=3)
AFTERWARDS = timedelta(days=30)
LAST_START = 281
"""Days after the first: a case of twelve weeks that begins then ends within the year."""

ONCE = (JourneyStarted, RoleDiscovered, CriterionNamed, ContactAdded, EmployerNamed, ConditionDeclared)
"""What all lives of a case share."""

EVENTS = msgspec.json.Decoder(list[AnyJourneyEvent])
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DAYS = re.compile(r"\d{4}-\d{2}-\d{2}(?=\")")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    gc.disable()
    years = {"sample": sample_year(asked.events), "worked case": lived_year(asked.events)}
    over = [measured(name, entries, asked.rounds) for name, entries in years.items()]
    return int(any(over))


def sample_year(events: int) -> list[RecordedEvent]:
    """A synthetic year with every kind of event."""
    entries = sample_journey(1, events).entries()
    return [entry for entry in entries if not isinstance(entry.event, EndingRecorded)]


def lived_year(events: int) -> list[RecordedEvent]:
    """The first worked case repeated as often as needed, the starts spread over the year."""
    case = [one for one in entries_of(read(1)) if not isinstance(one.event, EndingRecorded)]
    again = [one for one in case if not isinstance(one.event, ONCE)]
    times = max(0, events - len(case)) // len(again)
    lives = [case] + [lived(again, life, LAST_START * life // max(1, times)) for life in range(1, times + 1)]
    told = sorted((one for life in lives for one in life), key=lambda one: one.event.happened_on)
    return [replace(one, number=number, position=number) for number, one in enumerate(told, 1)]


def lived(case: Sequence[RecordedEvent], life: int, days: int) -> list[RecordedEvent]:
    """The steps of a case moved by some days, with new ids, about the same roles, criteria and people."""
    own = {
        str(getattr(one.event, "experiment_id", None) or getattr(one.event, "check_in_id", ""))
        for one in case
    }
    text = msgspec.json.encode([one.event for one in case]).decode()
    text = UUIDS.sub(lambda one: str(uuid5(UUID(one[0]), f"life {life}")) if one[0] in own else one[0], text)
    text = DAYS.sub(lambda one: str(date.fromisoformat(one[0]) + timedelta(days=days)), text)
    return [replace(one, event=event) for one, event in zip(case, EVENTS.decode(text), strict=True)]


def measured(name: str, entries: Sequence[RecordedEvent], rounds: int) -> bool:
    """Prints one year's table. True if anything was over its limit."""
    raw = msgspec.json.encode([one.event for one in entries])
    last = max(one.event.happened_on for one in entries)
    print(f"{name}: {len(entries)} events, {entries[0].event.happened_on} to {last}")
    print(f"  {'':12}{'fold':>10}{'x decoding':>12}{'last view':>12}{'slowest':>10}  on")
    over = [shown(projection, entries, raw, last, rounds) for projection in PROJECTIONS.values()]
    return any(over)


def shown(
    projection: Projection[Any, Any], entries: Sequence[RecordedEvent], raw: bytes, last: date, rounds: int
) -> bool:
    state = fold(projection, entries)
    worst_on = slowest(projection, state, entries[0].event.happened_on, last + AFTERWARDS)
    folding, decoding = quiet(rounds, lambda: fold(projection, entries), lambda: EVENTS.decode(raw))
    viewing, worst = quiet(
        rounds,
        lambda: projection.view(state, last, DEFAULT_PARAMETERS),
        lambda: projection.view(state, worst_on, DEFAULT_PARAMETERS),
    )
    over = folding > FOLD_LIMIT or max(viewing, worst) > VIEW_LIMIT
    figures = f"{folding:7.1f} ms{folding / decoding:12.1f}{viewing:9.1f} ms{worst:7.1f} ms"
    print(f"  {projection.name:12}{figures}  {worst_on}{'  OVER' if over else ''}")
    return over


def slowest(projection: Projection[Any, Any], state: Any, first: date, last: date) -> date:
    """The day whose view takes longest."""
    took: list[tuple[float, date]] = []
    on = first
    while on <= last:
        (once,) = quiet(1, partial(projection.view, state, on, DEFAULT_PARAMETERS))
        took.append((once, on))
        on += EVERY
    return max(took)[1]


def quiet(rounds: int, *works: Callable[[], object]) -> tuple[float, ...]:
    """The median CPU time of each, in milliseconds. They take turns."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for series, work in zip(took, works, strict=True):
            began = time.thread_time()
            work()
            series.append(1000 * (time.thread_time() - began))
    return tuple(statistics.median(series) for series in took)


if __name__ == "__main__":
    sys.exit(main())
