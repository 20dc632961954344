"""Analyses of a study from a real log, sealed memberships among them."""

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from domain.errors import DomainError
from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.study.commands import ApproveStudy, DraftStudy, SubmitStudy
from service.application.journeys import Journeys
from service.personal_data.erasure.journey_eraser import JourneyEraser
from service.research.analyses import Analyses, AnalysisError
from service.research.analysis.faults import SpecificationError
from service.research.analysis.other_studies import columns_of, differs_by_few
from service.research.analysis.releases import KnownSet
from service.research.jobs import JobRunner, ResearchJobs
from service.research.private_folders import private_folder
from service.research.release_checks import LEFT, NEAR_TO_OTHERS
from service.research.storage.analyses import Analysis, AnalysisStore
from service.research.storage.jobs import JobStore
from service.research.storage.memberships import MembershipSealer
from tests.commands import execute
from tests.domain.study.test_study import STATED
from tests.erasure.world import TENANT, caught_up
from tests.histories import History, sample_journey
from tests.research.exports.test_exports_of_studies import STUDY, Organisation, organisation

RUTH, OLE = uuid4(), uuid4()
CLIENTS = 14
OTHER = UUID("0e8f7c54-6b0a-4b57-a4f9-3d2f5a7c1e20")
"""Another study of the organisation."""


def asked(**more: object) -> bytes:
    output = {"type": "table", "name": "all", "rows": "everybody"}
    return json.dumps(
        {"table": "participants", "derive": {"everybody": "weeks >= 0"}, "outputs": [output], **more}
    ).encode()


class Study:
    """A study with some clients, and its analyses."""

    def __init__(self, place: Organisation) -> None:
        self.place = place
        context = place.context
        store = AnalysisStore(context.pool, MembershipSealer(context.vault))
        queue = JobStore(context.pool, context.pool)
        self.jobs = ResearchJobs(queue, now=context.now)

        async def catch_up() -> None:
            await caught_up(context)

        self.analyses = Analyses(place.services, store, self.jobs, now=context.now, catch_up=catch_up)
        self.runner = JobRunner(queue, {"analysis": self.analyses.do}, now=context.now, renewal=0.05)
        self.clients: list[tuple[History, UUID]] = []

    async def run(self, content: bytes | None = None) -> Analysis:
        await caught_up(self.place.context)
        return await self.analyses.run(TENANT, STUDY, content or asked(), by=RUTH)

    async def withdraws(self, place: int) -> None:
        client, consent_id = self.clients[place]
        context = self.place.context
        journeys = Journeys(context.log, now=context.now, sealing=context.sealer)
        command = WithdrawConsent(happened_on=context.now().date(), consent_id=consent_id)
        await execute(journeys, client.journey_id, command, tenant_id=TENANT, actor_id=client.actor)


@pytest.fixture
async def study(database: str, tmp_path: Path) -> AsyncIterator[Study]:
    async with organisation(
        database, tmp_path / "ledger.jsonl", access="in_place", variables=("participants.weeks",)
    ) as place:
        found = Study(place)
        for number in range(CLIENTS):
            client = sample_journey(number, 4)
            found.clients.append((client, await place.agrees(client)))
        yield found


async def test_an_analysis_is_computed_in_place_and_released_by_a_second_person(study: Study) -> None:
    analysis = await study.run()

    assert analysis.state == "waiting"
    assert [dict(line) for line in analysis.outputs[0].lines] == [
        {"everybody": True, "people": 15},
        {"everybody": None, "people": 15},
    ]
    with pytest.raises(AnalysisError, match="somebody else than who asked"):
        await study.analyses.release(TENANT, analysis.analysis_id, by=RUTH)
    released = await study.analyses.release(TENANT, analysis.analysis_id, by=OLE)
    assert (released.state, released.decided_by) == ("released", OLE)
    with pytest.raises(AnalysisError, match="released already"):
        await study.analyses.refuse(TENANT, analysis.analysis_id, by=OLE, reason="no")
    again = await study.run()
    assert again.outputs == analysis.outputs
    assert (await study.analyses.release(TENANT, again.analysis_id, by=OLE)).state == "released"
    assert [one.state for one in await study.analyses.of_study(TENANT, STUDY)] == ["released", "released"]


async def test_before_and_after_somebody_left_cannot_both_be_released(study: Study) -> None:
    before = await study.run()
    await study.withdraws(3)
    waiting = await study.run()
    assert waiting.state == "waiting"

    late = await study.analyses.release(TENANT, before.analysis_id, by=OLE)
    await study.analyses.release(TENANT, waiting.analysis_id, by=OLE)
    await study.withdraws(5)
    after = await study.run()

    assert (late.state, late.reason) == ("refused", LEFT)
    assert after.state == "refused"
    assert {one.rule for one in after.outputs[0].findings} == {"differencing"}


async def test_of_an_erased_client_no_membership_is_left_and_what_remains_is_not_compared(
    study: Study,
) -> None:
    released, waiting = await study.run(), await study.run()
    await study.analyses.release(TENANT, released.analysis_id, by=OLE)
    context = study.place.context
    await JourneyEraser(context).erase(study.clients[5][0].journey_id)

    async with context.pool.acquire() as connection:
        rows = await connection.fetch("select journey_id from analysis_members")
    assert len(rows) == 2 * (CLIENTS - 1)
    assert study.clients[5][0].journey_id not in {row["journey_id"] for row in rows}
    late = await study.analyses.release(TENANT, waiting.analysis_id, by=OLE)
    assert "erased since" in late.reason
    assert (await study.run()).state == "refused"


async def test_memberships_are_sealed(study: Study) -> None:
    await study.run()
    async with study.place.context.pool.acquire() as connection:
        rows = await connection.fetch("select sealed from analysis_members")
    assert len(rows) == CLIENTS
    assert all(row["sealed"][:1] == b"\x01" for row in rows)


async def test_what_was_refused_keeps_no_memberships(study: Study) -> None:
    analysis = await study.run()
    refused = await study.analyses.refuse(TENANT, analysis.analysis_id, by=OLE, reason="Too early.")

    async with study.place.context.pool.acquire() as connection:
        assert not await connection.fetchval("select count(*) from analysis_members")
    assert refused.reason == "Too early."


async def test_faulty_and_foreign_requests_are_refused(study: Study) -> None:
    with pytest.raises(SpecificationError, match="approved without the table person_week"):
        await study.run(asked(table="person_week", derive={"everybody": "week >= 0"}))
    with pytest.raises(SpecificationError, match="may not be used"):
        await study.run(asked(derive={"everybody": "pseudonym is null"}))
    with pytest.raises(AnalysisError, match="no such analysis"):
        await study.analyses.release(TENANT, uuid4(), by=OLE)
    with pytest.raises(DomainError):
        await study.analyses.run(TENANT, uuid4(), asked(), by=RUTH)


KILLED = """
import os, signal, sys
from pathlib import Path
from service.research.jobs import JobRunner, ResearchJobs
from service.research.private_folders import private_folder
with private_folder(Path(sys.argv[1])) as folder:
    (folder / "export").write_text("somebody")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_files_of_a_killed_process_go_when_the_next_one_begins(tmp_path: Path) -> None:
    base = tmp_path / "base"
    subprocess.run([sys.executable, "-c", KILLED, str(base)], check=False, env={**os.environ})
    assert list(base.glob("*/export"))

    with private_folder(base) as folder, private_folder(base) as other:
        assert folder != other
        assert {one for one in base.iterdir() if one.is_dir()} == {folder, other}
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not [one for one in base.iterdir() if one.is_dir()]


HIDDEN = """
import sys
sys.modules.update(dict.fromkeys(("duckdb", "numpy", "pandas", "polars", "pyarrow", "pyreadstat", "statsmodels", "scipy")))
import service.app, service.container, service.cli
import service.cli.research.releases, service.cli.research.release, service.cli.research.run
from service.research.analyses import Analyses
"""


def test_the_service_and_the_commands_start_without_the_research_tools() -> None:
    subprocess.run([sys.executable, "-c", HIDDEN], check=True)


async def test_two_studies_of_nearly_the_same_people_do_not_tell_the_few_apart(study: Study) -> None:
    context, on = study.place.context, date(2026, 11, 2)
    stated = {"happened_on": on, "starts_on": on, "ends_on": date(2026, 12, 31)}
    drafted = DraftStudy(**STATED | stated | {"access": "in_place", "variables": ("participants.weeks",)})
    approval = (
        (RUTH, drafted),
        (RUTH, SubmitStudy(happened_on=on)),
        (OLE, ApproveStudy(happened_on=on, seed=uuid4())),
    )
    for actor_id, command in approval:
        await execute(study.place.services.studies, OTHER, command, actor_id=actor_id, tenant_id=TENANT)
    journeys = Journeys(context.log, now=context.now, sealing=context.sealer)

    async def agrees(place: int) -> None:
        client, _ = study.clients[place]
        given = GiveConsent(
            happened_on=context.now().date(),
            consent_id=uuid4(),
            purpose="research",
            wording=1,
            study_id=OTHER,
        )
        await execute(journeys, client.journey_id, given, tenant_id=TENANT, actor_id=client.actor)

    async def run() -> Analysis:
        await caught_up(context)
        return await study.analyses.run(TENANT, OTHER, asked(), by=RUTH)

    first = await study.run()
    await study.analyses.release(TENANT, first.analysis_id, by=OLE)
    for place in range(1, CLIENTS):
        await agrees(place)
    without_one = await run()

    assert without_one.state == "waiting"
    assert await study.analyses.objection(TENANT, without_one) == NEAR_TO_OTHERS
    late = await study.analyses.release(TENANT, without_one.analysis_id, by=OLE)
    await agrees(0)
    same_people = await run()
    released = await study.analyses.release(TENANT, same_people.analysis_id, by=OLE)

    assert (late.state, late.reason) == ("refused", NEAR_TO_OTHERS)
    assert released.state == "released"


def people(*names: str) -> KnownSet:
    """A set in which each of these has one row."""
    return KnownSet(space="rows", members={hash(one): one for one in names})


def test_where_people_have_many_rows_the_weeks_of_two_studies_are_not_compared() -> None:
    everybody = [f"p{number}" for number in range(30)]
    by_week = [people(*everybody), people(*everybody[:28])]

    assert not differs_by_few("person_week", by_week, [people(*everybody)])
    assert differs_by_few("participants", by_week, [people(*everybody)])
    assert differs_by_few("person_week", [people(*everybody[1:])], [people(*everybody)])
    assert not differs_by_few("participants", [people(*everybody[:10])], [people(*everybody[15:])])


def test_only_columns_that_are_read_are_shared() -> None:
    mean = b'{"table": "person_week", "derive": {"d": "energy * 2"}, "outputs": [{"type": "mean", "name": "m", "of": "d"}]}'
    table = b'{"table": "person_week", "filter": ["week > 2"], "outputs": [{"type": "table", "name": "t", "rows": "arm"}]}'

    assert columns_of(mean.decode()) == {("person_week", "energy")}
    assert columns_of(table.decode()) == {("person_week", "arm")}
