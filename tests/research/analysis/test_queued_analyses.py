"""Analyses through the queue: computed once, by whichever process is there, and not of what has changed meanwhile."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from datetime import date
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest

from domain.study.commands import CloseStudy
from service.research import analyses as rooms
from service.research.analysis.faults import SpecificationError
from service.research.child_process import Limits, Parent, run_in_child
from service.research.exports.studies import OpenedStudy
from service.research.faults import OUT_OF_MEMORY, STUDY_NOT_APPROVED
from service.research.in_place import compute_in_place
from service.research.storage.analyses import Analysis
from tests.commands import execute
from tests.domain.study.test_study import OLE as APPROVER
from tests.erasure.world import TENANT, caught_up
from tests.research.analysis.test_analyses import CLIENTS, RUTH, Study, asked, study
from tests.research.exports.test_exports_of_studies import STUDY

__all__ = ["study"]


async def queued(study: Study, content: bytes | None = None) -> Analysis:
    return await study.analyses.ask(TENANT, STUDY, content or asked(), by=RUTH, analysis_id=uuid4())


async def now(study: Study, one: Analysis) -> Analysis:
    return await study.analyses.get(TENANT, STUDY, one.analysis_id)


async def close(study: Study) -> None:
    on = study.place.context.now().date()
    command = CloseStudy(happened_on=max(on, date(2026, 11, 20)))
    await execute(study.place.services.studies, STUDY, command, tenant_id=TENANT, actor_id=APPROVER)
    await caught_up(study.place.context)


async def test_an_analysis_is_computed_once_under_its_id(study: Study) -> None:
    before = await queued(study)
    again = await study.analyses.ask(TENANT, STUDY, asked(), by=RUTH, analysis_id=before.analysis_id)
    await study.runner.run_once()
    after = await study.analyses.ask(TENANT, STUDY, asked(), by=RUTH, analysis_id=before.analysis_id)

    assert (before.state, again.state, before.position) == ("running", "running", None)
    assert (after.state, after.asked_at) == ("waiting", before.asked_at)
    assert [one.state for one in await study.analyses.of_study(TENANT, STUDY)] == ["waiting"]


async def test_what_is_wrong_with_it_is_refused_before_it_waits(study: Study) -> None:
    with pytest.raises(SpecificationError, match="may not be used"):
        await queued(study, asked(derive={"everybody": "pseudonym is null"}))
    assert await study.analyses.of_study(TENANT, STUDY) == []


async def test_a_study_that_was_closed_meanwhile_is_not_analysed(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, waiting = await queued(study), await queued(study)

    async def closed_meanwhile(*arguments: Any) -> object:
        found = await compute_in_place(*arguments)
        await close(study)
        return found

    monkeypatch.setattr(rooms, "compute_in_place", closed_meanwhile)
    await study.runner.run_once()

    for one in (running, waiting):
        found = await now(study, one)
        assert (found.state, found.fault and found.fault.code) == ("failed", STUDY_NOT_APPROVED)


async def test_who_leaves_while_it_is_computed_is_in_no_figure(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, computed = await queued(study), 0

    async def left_meanwhile(*arguments: Any) -> object:
        nonlocal computed
        found = await compute_in_place(*arguments)
        computed += 1
        if computed == 1:
            await study.withdraws(3)
        return found

    monkeypatch.setattr(rooms, "compute_in_place", left_meanwhile)
    await study.runner.run_once()

    assert computed == 2
    assert (await now(study, one)).state == "waiting"
    async with study.place.context.pool.acquire() as connection:
        assert await connection.fetchval("select count(*) from analysis_members") == CLIENTS - 1


def regress_widely(_: Parent, people: int, columns: int) -> int:
    """A regression on so many dummy columns, as statsmodels fits it for an analysis."""
    numpy, models = import_module("numpy"), import_module("statsmodels.api")
    design = numpy.zeros((people, columns))
    design[numpy.arange(people), numpy.arange(people) % columns] = 1.0
    return len(models.OLS(numpy.arange(people, dtype=float), design).fit().params)


async def test_a_regression_on_3000_dummy_columns_ends_with_a_sentence(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def widely(opened: OpenedStudy, *_: Any) -> object:
        small = Limits(megabytes=700)
        return await run_in_child(regress_widely, 20_000, 3_000, source=opened.source, limits=small)

    monkeypatch.setattr(rooms, "compute_in_place", widely)
    one = await queued(study)
    await study.runner.run_once()

    found = await now(study, one)
    assert (found.state, found.fault and found.fault.code) == ("failed", OUT_OF_MEMORY)
    assert "more memory" in found.reason


KILLED = """
import asyncio, sys
from uuid import UUID
from service.research.jobs import JobRunner
from service.research.storage.jobs import JobStore
from service.postgres.connections import open_pool, open_worker_pool

async def work(running):
    print("begun", flush=True)
    await asyncio.sleep(600)

async def main(dsn):
    store = JobStore(await open_pool(dsn, 1), await open_worker_pool(dsn, 1))
    await JobRunner(store, {"analysis": work}, lease=2.0, renewal=0.2).run_once()

asyncio.run(main(sys.argv[1]))
"""


async def test_a_killed_service_leaves_an_analysis_to_the_next(study: Study, database: str) -> None:
    one = await queued(study)
    service = subprocess.Popen([sys.executable, "-c", KILLED, database], stdout=subprocess.PIPE, text=True)
    assert service.stdout
    assert await asyncio.to_thread(service.stdout.readline) == "begun\n"
    os.kill(service.pid, signal.SIGKILL)
    await asyncio.to_thread(service.communicate)

    await study.runner.run_once()
    before = (await now(study, one)).state
    begun = time.monotonic()
    while (await now(study, one)).state == "running" and time.monotonic() < begun + 60:
        await asyncio.sleep(0.2)
        await study.runner.run_once()

    assert before == "running"
    assert (await now(study, one)).state == "waiting"
