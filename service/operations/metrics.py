"""What Prometheus reads of the service beside its requests: how far it is, what works, and how much room there is."""

import math
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from service.jobs.periodic_task import PeriodicTask
from service.operations.heartbeats import SeenBeat
from service.operations.invariants.newest_run import InvariantRun
from service.operations.vitals import Vitals

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool

METRICS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "soundings_ready": ("1 if /health/ready answers 200, else 0", ()),
    "soundings_database_up": ("1 if the database answers within two seconds", ()),
    "soundings_log_head": ("Last position of the event log", ()),
    "soundings_reader_position": ("Last position of the log that the lists have", ()),
    "soundings_reader_lag_events": ("Positions of the log that the lists do not have yet", ()),
    "soundings_reader_lag_seconds": (
        "How long the oldest event stands in the log that the lists do not have",
        (),
    ),
    "soundings_reader_still_seconds": ("For how long the lists have stood still with something to take", ()),
    "soundings_task_failed": ("1 if the last run of a periodic task of this process failed", ("task",)),
    "soundings_heartbeat_age_seconds": (
        "How long ago anything gave a sign of life, in any process",
        ("name",),
    ),
    "soundings_heartbeat_failed": ("1 if it said that it does not work", ("name",)),
    "soundings_journeys_troubled": ("Journeys that could not be looked at, listed or erased", ("kind",)),
    "soundings_invariant_findings": (
        "How often the newest look at the live data found a rule broken",
        ("rule",),
    ),
    "soundings_invariant_run_age_seconds": ("How long ago the rules of the live data were looked at", ()),
    "soundings_folder_free_bytes": ("Room on the disk of a folder", ("folder",)),
    "soundings_pool_connections": ("Connections to the database", ("pool", "state")),
}
"""By name: what it says, and its labels. None names a person."""


class MetricsSnapshot:
    """The metrics of one moment."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._gauges = {
            name: Gauge(name, about, labels, registry=self._registry)
            for name, (about, labels) in METRICS.items()
        }

        self.set("soundings_invariant_run_age_seconds", math.nan)

    def set(self, name: str, value: float, *labels: str) -> None:
        """Sets one value."""
        gauge = self._gauges[name]
        (gauge.labels(*labels) if labels else gauge).set(value)

    def add_vitals(self, found: Vitals) -> None:
        """What a health check found."""
        self.set("soundings_ready", not found.faults)
        self.set("soundings_database_up", found.progress is not None)
        self.set("soundings_reader_still_seconds", found.still_for)
        if found.progress:
            self.set("soundings_log_head", found.progress.head)
            self.set("soundings_reader_position", found.progress.position)
            self.set("soundings_reader_lag_events", found.progress.lag)
            self.set("soundings_reader_lag_seconds", found.progress.behind_seconds)
        for folder in found.folders:
            self.set("soundings_folder_free_bytes", folder.free_mb * 2**20, folder.name)

    def add_work(self, tasks: Mapping[str, PeriodicTask], beats: Mapping[str, SeenBeat]) -> None:
        """What works by itself, here and elsewhere."""
        for name, task in tasks.items():
            if task.is_here:
                self.set("soundings_task_failed", task.failure is not None, name)
        for name, beat in beats.items():
            self.set("soundings_heartbeat_age_seconds", beat.age, name)
            self.set("soundings_heartbeat_failed", beat.failure is not None, name)

    def add_invariants(self, run: InvariantRun | None) -> None:
        """What the newest look at the live data found; a rule that holds has no line."""
        self.set("soundings_invariant_run_age_seconds", run.age if run else math.inf)
        counts = Counter[str]()
        for one in run.findings if run else ():
            counts[one.rule] += one.count
        for rule, count in counts.items():
            self.set("soundings_invariant_findings", count, rule)

    def add_pools(self, pools: Mapping[str, "Pool | WorkerPool"]) -> None:
        """The connections of this process."""
        for name, pool in pools.items():
            idle = pool.get_idle_size()
            self.set("soundings_pool_connections", idle, name, "idle")
            self.set("soundings_pool_connections", pool.get_size() - idle, name, "used")

    def write(self, also: Callable[[], bytes]) -> bytes:
        """In the text format of Prometheus, after what `also` writes."""
        return also() + generate_latest(self._registry)
