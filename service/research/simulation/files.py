"""Writes a simulation to a folder: the log as an export, its manifest, the truth, and what it was made from."""

import hashlib
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import Struct

from service.private_file import open_private_file
from service.research.export import FORMAT, ExportError, ExportManifest, manifest_path
from service.research.simulation.cohort import CohortPlan, simulated_cohort

LOG_FILE, TRUTH_FILE, ABOUT_FILE = "events.jsonl", "truth.jsonl", "simulation.json"


class WrittenSimulation(Struct, frozen=True, kw_only=True):
    """What a folder holds: what was asked for, by which version, and the digests of both files."""

    seed: int
    clients: int
    weeks: int
    until: date
    version: str
    events: int
    events_sha256: str
    truth_sha256: str
    noise: float = 1.0


def write_simulation(
    plan: CohortPlan,
    folder: Path,
    *,
    processes: int,
    dask: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> WrittenSimulation:
    """Simulates a cohort into a folder. `progress` is called with the number of clients added. Raises `ExportError`."""
    log, truth = folder / LOG_FILE, folder / TRUTH_FILE
    partial_log, partial_truth = (one.with_name(one.name + ".partial") for one in (log, truth))
    log_digest, truth_digest = hashlib.sha256(), hashlib.sha256()
    events, position = 0, 0
    if (log.exists() or truth.exists()) and not (folder / ABOUT_FILE).exists():
        raise ExportError(f"{folder} holds files that no simulation wrote: choose another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open_private_file(partial_log) as log_file, open_private_file(partial_truth) as truth_file:
            for lines in simulated_cohort(plan, processes, dask):
                log_file.write(lines.log)
                truth_file.write(lines.truth)
                log_digest.update(lines.log)
                truth_digest.update(lines.truth)
                events, position = events + lines.events, lines.position
                progress(lines.clients)
        about = WrittenSimulation(
            seed=plan.seed,
            clients=plan.clients,
            weeks=plan.weeks,
            until=plan.until,
            version=version("market-soundings"),
            events=events,
            events_sha256=log_digest.hexdigest(),
            truth_sha256=truth_digest.hexdigest(),
            noise=plan.noise,
        )
        manifest = ExportManifest(
            format=FORMAT,
            position=position,
            events=events,
            journeys=plan.clients,
            programmes=0,
            sha256=about.events_sha256,
        )
        _write_json(manifest_path(log), manifest)
        _write_json(folder / ABOUT_FILE, about)
        partial_log.replace(log)
        partial_truth.replace(truth)
    except OSError as error:
        raise ExportError(f"{folder}: {error.strerror or error}") from error
    finally:
        partial_log.unlink(missing_ok=True)
        partial_truth.unlink(missing_ok=True)
    return about


def _write_json(path: Path, content: Struct) -> None:
    with open_private_file(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(content)) + b"\n")
