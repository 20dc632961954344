"""Studies over a real log: their list, and who takes part, now and at a position."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.journey.commands.corrections import RetractEntry
from domain.study.commands import ApproveStudy, CloseStudy, DraftStudy, StudyCommand, SubmitStudy
from service.application.journeys import Journeys
from service.application.studies import Studies, StudyAttrition
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_pool, open_worker_pool, tenant_tx
from service.read_models.caseload import delete_caseload_entries
from service.read_models.projector import Projector
from service.read_models.study_list import StudyList
from service.read_models.study_participants import StudyParticipants, delete_participants
from service.system_ids import LOCAL_TENANT
from tests.application.commands import DAY, begun, submit
from tests.commands import execute
from tests.domain.study.test_study import STATED
from tests.rebuilding import rebuild

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

RUTH, OLE = uuid4(), uuid4()
RESTRICT = """
insert into restrictions (tenant_id, restriction_id, journey_id, placed_by, actor_id, ground, since)
values ($1, $2, $3, 'client', $4, 'accuracy', now())
"""


class Service:
    """A process of the service."""

    def __init__(self, log: PostgresEventLog, pool: "WorkerPool") -> None:
        now = datetime(2027, 2, 2, 12, tzinfo=UTC)
        self.log, self.pool = log, pool
        self.journeys = Journeys(log, now=lambda: now, sealing=None)
        self.studies = Studies(
            log, self.journeys, StudyList(pool), StudyParticipants(pool), now=lambda: now, sealing=None
        )
        self.projector = Projector(log, pool, first_pause=0.05)

    async def caught_up(self) -> None:
        assert await self.projector.wait_for(await self.log.head(), 10), self.projector.failure

    async def told(self, study_id: UUID, by: UUID, *commands: StudyCommand) -> None:
        await execute(self.studies, study_id, *commands, actor_id=by)

    async def approved(self) -> UUID:
        study_id, day = uuid4(), STATED["happened_on"]
        await self.told(study_id, RUTH, DraftStudy(**STATED), SubmitStudy(happened_on=day))
        await self.told(study_id, OLE, ApproveStudy(happened_on=day, seed=uuid4()))
        return study_id

    async def attrition(self, study_id: UUID) -> tuple[StudyAttrition, StudyAttrition]:
        """What is shown of a study, and of research of any kind."""
        await self.caught_up()
        definition = await self.studies.definition(study_id)
        return (
            await self.studies.attrition(definition, tenant_id=LOCAL_TENANT),
            await self.studies.count_of_research(tenant_id=LOCAL_TENANT),
        )

    async def erase(self, *journeys: UUID) -> None:
        """Erases journeys from the tables, as the projector does."""
        keys = [(LOCAL_TENANT, one) for one in journeys]
        async with self.pool.acquire() as connection, connection.transaction():
            await delete_caseload_entries(connection, keys)
            await delete_participants(connection, keys)

    async def taking_part(self, study_id: UUID, position: int | None = None) -> set[UUID]:
        await self.caught_up()
        found = await self.studies.participants(LOCAL_TENANT, study_id, position=position)
        return {one.journey_id for one in found}


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    async with PostgresEventLog.connect(database, poll=0.2) as log:
        pool = await open_worker_pool(database, 2)
        try:
            service = Service(log, pool)
            async with service.projector.run_in_background():
                yield service
        finally:
            pool.terminate()


def agree(study_id: UUID, consent_id: UUID | None = None) -> GiveConsent:
    return GiveConsent(
        happened_on=DAY, consent_id=consent_id or uuid4(), purpose="research", wording=1, study_id=study_id
    )


async def test_the_list_says_how_far_each_study_is(service: Service) -> None:
    draft, approved, closed = uuid4(), await service.approved(), await service.approved()
    await service.told(draft, RUTH, DraftStudy(**STATED))
    await service.told(closed, OLE, CloseStudy(happened_on=STATED["happened_on"]))
    await service.caught_up()

    listed = {one.study_id: one.state for one in await service.studies.all(tenant_id=LOCAL_TENANT)}

    assert listed == {draft: "draft", approved: "approved", closed: "closed"}
    assert await service.studies.all(tenant_id=uuid4()) == []
    assert (await service.studies.definition(approved)).title == STATED["title"]


async def test_who_agrees_takes_part_until_they_withdraw_and_at_a_position_before_still_does(
    service: Service,
) -> None:
    study_id, consent_id = await service.approved(), uuid4()
    staying, leaving = (
        await begun(service.journeys, agree(study_id)),
        await begun(service.journeys, agree(study_id, consent_id)),
    )
    # Agreeing to research in general, or to another study, is agreeing to none.
    await begun(
        service.journeys,
        GiveConsent(happened_on=DAY, consent_id=uuid4(), purpose="research", wording=1),
        agree(uuid4()),
    )
    before = await service.log.head()
    await submit(service.journeys, leaving, WithdrawConsent(happened_on=DAY, consent_id=consent_id))

    assert await service.taking_part(study_id) == {staying}
    assert await service.taking_part(study_id, before) == {staying, leaving}
    assert await service.taking_part(study_id, before - 4) == {staying}


async def test_a_consent_that_was_retracted_is_none_and_a_rebuild_finds_the_same(
    service: Service, database: str
) -> None:
    study_id = await service.approved()
    journey_id = await begun(service.journeys, agree(study_id))
    staying = await begun(service.journeys, agree(study_id))
    assert await service.taking_part(study_id) == {journey_id, staying}

    await submit(service.journeys, journey_id, RetractEntry(happened_on=DAY, number=2))

    assert await service.taking_part(study_id) == {staying}
    await rebuild(database, service.log, service.pool)
    assert await service.taking_part(study_id) == {staying}


async def test_what_is_shown_of_consents_moves_by_five_people_whatever_becomes_of_them(
    service: Service, database: str
) -> None:
    # Withdrawn, retracted, restricted, erased and counted anew: one at a time changes nothing that is shown.
    study_id = await service.approved()
    nobody = StudyAttrition(asked=None, agreed=None, withdrawn=None)
    assert await service.attrition(study_id) == (nobody, nobody)
    consents = [uuid4() for _ in range(6)]
    four = [await begun(service.journeys, agree(study_id, one)) for one in consents[:4]]
    assert await service.attrition(study_id) == (nobody, nobody)
    rest = [await begun(service.journeys, agree(study_id, one)) for one in consents[4:]]
    five = StudyAttrition(asked=5, agreed=5, withdrawn=None)
    assert await service.attrition(study_id) == (five, five)

    withdrawn = WithdrawConsent(happened_on=DAY, consent_id=consents[0])
    await submit(service.journeys, four[0], withdrawn)
    await submit(service.journeys, four[1], RetractEntry(happened_on=DAY, number=2))
    assert await service.attrition(study_id) == (five, five)
    await rebuild(database, service.log, service.pool)
    assert await service.attrition(study_id) == (five, five)
    requests = await open_pool(database, 1)
    for restricted in four[2:]:
        async with tenant_tx(requests, LOCAL_TENANT) as connection:
            await connection.execute(RESTRICT, LOCAL_TENANT, uuid4(), restricted, RUTH)
    requests.terminate()
    assert await service.attrition(study_id) == (five, five)
    assert await service.taking_part(study_id) == set(rest)

    await service.erase(*rest)
    assert (await service.attrition(study_id))[0].agreed is None


async def test_whoever_counts_at_once_shows_the_same(service: Service) -> None:
    study_id = await service.approved()
    for _ in range(7):
        await begun(service.journeys, agree(study_id))
    await service.caught_up()

    shown = await asyncio.gather(*(service.attrition(study_id) for _ in range(8)))

    assert {one.agreed for both in shown for one in both} == {5}


async def test_who_takes_part_says_when_and_to_which_wording_they_agreed(service: Service) -> None:
    study_id = await service.approved()
    await begun(service.journeys, agree(study_id))
    await service.caught_up()

    [one] = await service.studies.participants(LOCAL_TENANT, study_id)

    assert (one.agreed_on, one.wording, one.arm) == (DAY, 1, None)
