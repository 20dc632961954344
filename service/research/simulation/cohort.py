"""A cohort of simulated clients as lines of a log and of its truth, computed by several processes at once."""

from collections.abc import Generator
from datetime import date

import msgspec
from msgspec import Struct

from domain.history import RecordedEvent
from service.event_store.event_sealer import topic_of
from service.event_store.log import LoggedEvent
from service.event_store.memory import encode_line
from service.event_store.replay import reduced_gc
from service.research.executors import open_executor, run_tasks
from service.research.simulation.history import LAST_DAY, SimulatedHistory, simulate_history

CLIENTS_AT_ONCE = 20
"""Clients that a process computes before it hands them over."""


class CohortPlan(Struct, frozen=True, kw_only=True):
    """Which clients are simulated, and over which weeks."""

    seed: int
    clients: int
    weeks: int = 12
    until: date = LAST_DAY
    staggered: bool = False
    """Whether they are in different weeks of programmes that still run, and do not begin together."""
    noise: float = 1.0
    """By how much the noise of ratings is multiplied."""


class SimulatedLines(Struct, frozen=True, kw_only=True):
    """Some clients of a cohort as JSON lines."""

    clients: int
    log: bytes
    """The events, as an export has them."""
    truth: bytes
    events: int
    position: int
    """The last position."""


class SomeClients(Struct, frozen=True, kw_only=True):
    """Some clients of a cohort who follow each other."""

    plan: CohortPlan
    first: int
    """The number of the first."""


def simulated_cohort(plan: CohortPlan, processes: int, dask: str | None = None) -> Generator[SimulatedLines]:
    """Yields the clients of a plan by number, some at a time. How many processes there are changes nothing.

    With `dask`, the workers of a cluster compute them.
    """
    with open_executor(processes, dask) as executor:
        yield from run_tasks(executor, simulate_clients, parts_of_cohort(plan))


def parts_of_cohort(plan: CohortPlan) -> list[SomeClients]:
    """A cohort in parts that are simulated apart from each other."""
    return [SomeClients(plan=plan, first=first) for first in range(1, plan.clients + 1, CLIENTS_AT_ONCE)]


def simulate_clients(some: SomeClients) -> SimulatedLines:
    """Simulates some clients: a pure task for any executor."""
    plan, last = some.plan, min(some.plan.clients, some.first + CLIENTS_AT_ONCE - 1)
    with reduced_gc():
        histories = [
            simulate_history(
                plan.seed,
                number,
                weeks=plan.weeks,
                until=plan.until,
                staggered=plan.staggered,
                noise=plan.noise,
            )
            for number in range(some.first, last + 1)
        ]
        return SimulatedLines(
            clients=len(histories),
            log=b"".join(log_lines(one) for one in histories),
            truth=b"".join(truth_lines(one) for one in histories),
            events=sum(len(one.entries) for one in histories),
            position=histories[-1].entries[-1].position,
        )


def log_lines(history: SimulatedHistory) -> bytes:
    """A history as lines of an exported log."""
    return b"".join(map(_log_line, history.entries))


def _log_line(entry: RecordedEvent) -> bytes:
    return encode_line(
        LoggedEvent(
            id=entry.position,
            originator_id=entry.journey_id,
            originator_version=entry.number,
            topic=topic_of(type(entry.event)),
            state=msgspec.json.encode(entry.event),
            recorded_at=entry.recorded_at,
            actor_id=entry.actor_id,
            command_id=entry.command_id,
        )
    )


def truth_lines(history: SimulatedHistory) -> bytes:
    """The truth of a history: a line for the client, and one for each role and week."""
    return msgspec.json.Encoder().encode_lines([history.truth_of_client, *history.truth_of_weeks])
