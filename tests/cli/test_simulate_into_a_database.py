"""`soundings research simulate --into`: people, journeys and a programme; again it adds nothing, and not among others."""

import json
from datetime import date
from itertools import count
from pathlib import Path
from unittest.mock import AsyncMock
from uuid import uuid5

import pytest
from msgspec.structs import replace

from service.accounts.caller import Caller
from service.research.simulation.cohort import CohortPlan
from service.research.simulation.recording import PROGRAMME, CohortRecorder, OtherPlanFound, RecordedClients
from service.system_ids import LOCAL_ACTOR
from tests.api.test_people import service
from tests.cli.conftest import Run
from tests.cli.test_commands import lines, start
from tests.http.running_service import RunningService

__all__ = ["service"]


def simulated(soundings: Run, database: str, *options: str) -> dict[str, object]:
    """Records a simulation; returns the summary."""
    done = soundings("research", "simulate", "--weeks", "4", "--into", database, "--json", *options)
    assert done.returncode == 0, done.stderr
    summary: dict[str, object] = json.loads(done.stdout)
    return summary


def test_a_cohort_is_recorded_once_and_can_grow(soundings: Run, database: str) -> None:
    two = simulated(soundings, database, "--clients", "2")
    again = simulated(soundings, database, "--clients", "2")
    three = simulated(soundings, database, "--clients", "3")
    listed = soundings("journeys", "--json").stdout.splitlines()

    assert (two["new"], again["new"], three["new"]) == (2, 0, 1)
    assert two["coaches"] == ["coach-1@simulated.example"]
    assert len(listed) == 3
    assert {json.loads(line)["organisation"] for line in listed} == {"Simulated clients, seed 1, 4 weeks"}


def test_it_stays_away_from_other_journeys_unless_it_is_asked_to(
    soundings: Run, database: str, tmp_path: Path
) -> None:
    assert soundings("import", lines(tmp_path / "one.jsonl", start())).returncode == 0
    refused = soundings("research", "simulate", "--clients", "1", "--into", database)
    simulated(soundings, database, "--clients", "1", "--beside-others")

    assert refused.returncode == 1
    assert "there are journeys without accounts in this database" in refused.stderr


async def test_clients_of_one_seed_are_simulated_over_the_same_weeks_only(service: RunningService) -> None:
    services = service.app.state.services
    recorder = CohortRecorder(service.accounts, services.journeys, services.programmes)
    plan = CohortPlan(seed=1, clients=1, weeks=2, until=date(2026, 5, 24))
    await recorder.record_organisation(plan, services.worker_pool)

    for other in (
        replace(plan, weeks=3),
        CohortPlan(seed=1, clients=1),
        replace(plan, until=date(2026, 5, 3)),
        replace(plan, noise=0.5),
    ):
        with pytest.raises(
            OtherPlanFound, match="“Simulated clients, seed 1, 2 weeks, until 2026-05-24” is in"
        ):
            await recorder.record_organisation(other, services.worker_pool)
    again = await recorder.record_organisation(plan, services.worker_pool)
    beside = await recorder.record_organisation(replace(plan, seed=11), services.worker_pool)

    assert (again.new, beside.new) == (0, 1)


async def test_a_journey_that_was_begun_over_other_weeks_stays_and_is_its_clients(
    service: RunningService,
) -> None:
    services, accounts = service.app.state.services, service.accounts
    recorder = CohortRecorder(accounts, services.journeys, services.programmes)
    plan = CohortPlan(seed=1, clients=1, weeks=2, until=date(2026, 5, 24))
    tenant_id = await accounts.create_organisation("Elsewhere")
    by = Caller(tenant_id=tenant_id, person_id=LOCAL_ACTOR, roles=frozenset({"admin"}), way="local")
    coach = await recorder.person(
        by, {}, email="coach@simulated.example", role="coach", called="Ines", language="nl"
    )

    async def recorded(plan: CohortPlan) -> RecordedClients:
        return await recorder.record_clients(
            by, coach.person_id, "Ines", plan=plan, numbers=[1], email_domain="simulated.example"
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "link_journey", AsyncMock(side_effect=RuntimeError))
        with pytest.raises(ExceptionGroup):
            await recorded(plan)
    later = await recorded(replace(plan, until=date(2026, 5, 3)))
    again = await recorded(replace(plan, until=date(2026, 5, 10)))

    assert (later.new, again.new) == ([], [])
    assert len(later.starts) == 1
    assert again.starts == later.starts


async def test_who_was_recorded_before_it_was_interrupted_is_in_the_programme_too(
    service: RunningService,
) -> None:
    services = service.app.state.services
    recorder = CohortRecorder(service.accounts, services.journeys, services.programmes)
    plan = CohortPlan(seed=1, clients=8, weeks=2, until=date(2026, 5, 24))
    done = count(1)

    def interrupt(_: int) -> None:
        if next(done) == 3:
            raise RuntimeError

    with pytest.raises(ExceptionGroup):
        await recorder.record_organisation(plan, services.worker_pool, interrupt)
    found = [await recorder.record_organisation(plan, services.worker_pool) for _ in range(2)]
    programme_id = uuid5(found[0].tenant_id, PROGRAMME)
    programme = await services.programmes.get(programme_id, tenant_id=found[0].tenant_id)

    assert 0 < found[0].new < 8
    assert found[1].new == 0
    assert len(programme.enrolled) == 8
