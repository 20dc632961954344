"""Exports of clients nobody is: a simulated cohort, and the dummy kit of a study."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from msgspec import Struct
from msgspec.structs import replace

from service.encryption.keyring import derive_key
from service.research.executors import run_tasks
from service.research.exports.journey_lines import parts_of
from service.research.exports.manifest import Manifest
from service.research.exports.pseudonyms import coded_uuid
from service.research.exports.sources import SimulatedClients, SimulationFolder
from service.research.exports.study import Enrolled, ExportedStudy, SourceSummary
from service.research.exports.writing import ExportOptions, ExportWork, write_export
from service.research.simulation.cohort import CohortPlan, parts_of_cohort, simulate_clients

DUMMY_CLIENTS = 1_000
DUMMY_WEEKS = 4
"""At most so many of a study's weeks, unless more are asked for: a kit is made in some seconds."""
_STUDIES = UUID("8c1f7a54-0c0e-5b43-9a3e-1f9c61a0d7b2")
"""Namespace of the ids of simulations."""
_WEEK = timedelta(weeks=1)


class DummyPlan(Struct, frozen=True, kw_only=True):
    """How large a dummy kit is."""

    clients: int = DUMMY_CLIENTS
    weeks: int | None = None
    """As many as the study has, and at most `DUMMY_WEEKS`, unless they are named."""


async def export_simulation(
    folder: Path, to: Path, *, options: ExportOptions | None = None, work: ExportWork | None = None
) -> Manifest:
    """Writes the cohort of a simulation's folder as an export, with its truth beside. Raises `ExportError`."""
    source = SimulationFolder(folder)
    about = source.about
    study = ExportedStudy(
        study_id=uuid5(_STUDIES, about.events_sha256),
        title=f"Simulated clients, seed {about.seed}",
        question="What does an analysis find where the truth is known?",
        plan=f"{about.clients} simulated clients over at most {about.weeks} weeks, until {about.until}.",
        starts_on=about.until - about.weeks * _WEEK + timedelta(days=1),
    )
    return await write_export(source, study, to, key=public_key(study), options=options, work=work)


async def write_dummy(
    study: ExportedStudy,
    to: Path,
    plan: DummyPlan | None = None,
    *,
    options: ExportOptions | None = None,
    work: ExportWork | None = None,
) -> Manifest:
    """Writes the dummy kit of a study: an export of the same form with simulated clients. Raises `ExportError`.

    The study's id decides who they are: the same definition always gives the same files.
    """
    plan, work = plan or DummyPlan(), work or ExportWork()
    weeks = plan.weeks or min(DUMMY_WEEKS, _weeks_of(study))
    until = study.first_monday + weeks * _WEEK - timedelta(days=1)
    cohort = CohortPlan(seed=_seed(study), clients=plan.clients, weeks=weeks, until=until)
    key = public_key(study)
    source = SimulatedClients(
        SourceSummary(kind="dummy", position=0, last_on=until), _histories(cohort, work)
    )
    source = source.with_enrolled(lambda one: _with_arm(one, study, key))
    # What is recorded after the study's last day is left out, and these live until the end of a week.
    whole = replace(study, ends_on=max(study.ends_on, until) if study.ends_on else None)
    return await write_export(source, whole, to, key=key, options=options, work=work)


def public_key(study: ExportedStudy) -> bytes:
    """The key of simulated clients, who have nothing to protect."""
    return derive_key(study.study_id.bytes, b"simulated study")


def _weeks_of(study: ExportedStudy) -> int:
    last = study.ends_on or date.max
    return max(1, -(-((last - study.first_monday).days + 1) // 7))


def _seed(study: ExportedStudy) -> int:
    return int.from_bytes(hashlib.sha256(study.study_id.bytes).digest()[:6])


def _histories(cohort: CohortPlan, work: ExportWork) -> Iterator[bytes]:
    for some in run_tasks(work.executor, simulate_clients, parts_of_cohort(cohort)):
        for _, lines in parts_of(some.log):
            yield lines


def _with_arm(one: Enrolled, study: ExportedStudy, key: bytes) -> Enrolled:
    if not study.arms:
        return one
    drawn = coded_uuid(key, one.journey_id).int
    return replace(one, arm=study.arms[drawn % len(study.arms)])
