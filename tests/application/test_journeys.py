"""The one loop that decides and records, over the log in memory."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from domain.aggregate import CommandBatch
from domain.errors import DomainError, InvalidOperation, InvalidValue, UnknownJourney
from domain.journey.commands.roles import ReopenRole
from domain.journey.decide import UserCommand
from projections.agenda.projection import AGENDA
from projections.game.projection import GAME
from projections.profile.projection import PROFILE
from service.application.aggregates import stream_id
from service.application.batch_results import CommandIdTaken
from service.application.command_handler import MAX_ATTEMPTS
from service.application.journeys import Journeys
from service.event_store.errors import UnknownOutcome, VersionConflict
from service.event_store.log import AppendRequest, CommandResult
from service.event_store.memory import MemoryEventLog
from service.system_ids import LOCAL_ACTOR, LOCAL_TENANT
from tests.application.commands import DAY, begun, discover, park, start, submit
from tests.commands import execute, execute_each

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class ContestedLog(MemoryEventLog):
    """Somebody else is always a little quicker."""

    rivals = 0

    async def append(self, request: AppendRequest) -> tuple[CommandResult, ...]:
        if self.rivals:
            self.rivals -= 1
            raise VersionConflict("the stream is no longer at that version")
        return await super().append(request)


class LossyLog(ContestedLog):
    """Loses answers: so many requests are recorded, or not, without the caller hearing of it."""

    def __init__(self, *, recorded: bool, lost: int = 1) -> None:
        super().__init__()
        self.recorded = recorded
        self.lost = lost
        self.losing = False

    async def append(self, request: AppendRequest) -> tuple[CommandResult, ...]:
        if self.rivals or not self.losing or not self.lost:
            return await super().append(request)
        self.lost -= 1
        if self.recorded:
            await super().append(request)
        raise UnknownOutcome("the connection was lost during the commit")


@pytest.fixture
def log() -> MemoryEventLog:
    return MemoryEventLog(lambda: NOON)


@pytest.fixture
def journeys(log: MemoryEventLog) -> Journeys:
    return Journeys(log, now=lambda: NOON, sealing=None)


async def test_a_repeated_command_is_answered_like_the_first(journeys: Journeys) -> None:
    journey_id, command_id, command = await begun(journeys), uuid4(), discover()
    first = await submit(journeys, journey_id, command, command_id=command_id)

    again = await submit(journeys, journey_id, command, command_id=command_id)

    assert first == again
    assert len(await journeys.recorded_events(journey_id)) == 2


async def test_a_repeat_is_answered_like_the_first_even_when_it_would_now_be_refused(
    journeys: Journeys,
) -> None:
    role_id, command_id = uuid4(), uuid4()
    journey_id = await begun(journeys, discover(role_id))
    command = park(role_id)
    first = await submit(journeys, journey_id, command, command_id=command_id)
    await submit(journeys, journey_id, ReopenRole(happened_on=DAY + timedelta(days=5), role_id=role_id))
    with pytest.raises(InvalidOperation):
        await submit(journeys, journey_id, command)

    again = await submit(journeys, journey_id, command, command_id=command_id)

    assert again == first


async def test_an_id_used_for_something_else_is_taken(journeys: Journeys) -> None:
    journey_id, command_id = await begun(journeys), uuid4()
    await submit(journeys, journey_id, discover(), command_id=command_id)

    with pytest.raises(CommandIdTaken):
        await submit(journeys, journey_id, discover(), command_id=command_id)


async def test_an_id_used_on_another_journey_is_taken(journeys: Journeys) -> None:
    command_id = uuid4()
    await submit(journeys, uuid4(), start(), command_id=command_id)

    with pytest.raises(CommandIdTaken):
        await submit(journeys, uuid4(), start(), command_id=command_id)


async def test_commands_at_the_same_time_on_one_journey_all_succeed(journeys: Journeys) -> None:
    journey_id = await begun(journeys)

    receipts = await asyncio.gather(*(submit(journeys, journey_id, discover()) for _ in range(50)))

    assert sorted(receipt.version for receipt in receipts) == list(range(2, 52))


async def test_processes_that_write_on_one_journey_in_turn_decide_again_on_what_the_other_wrote(
    log: MemoryEventLog,
) -> None:
    here, there = Journeys(log, sealing=None), Journeys(log, sealing=None)
    role_id = uuid4()
    journey_id = await begun(here)
    await submit(there, journey_id, discover(role_id))

    receipt = await submit(here, journey_id, park(role_id))

    assert receipt.version == 3


@pytest.mark.parametrize("recorded", [True, False])
async def test_a_command_whose_answer_was_lost_is_recorded_once(recorded: bool) -> None:
    log = LossyLog(recorded=recorded)
    journeys = Journeys(log, sealing=None)
    journey_id = await begun(journeys)
    log.losing = True

    receipt = await submit(journeys, journey_id, discover())

    assert (receipt.version, receipt.events) == (2, 1)
    assert len(await journeys.recorded_events(journey_id)) == 2


async def test_an_answer_lost_at_the_last_try_is_still_found() -> None:
    log = LossyLog(recorded=True)
    journeys = Journeys(log, sealing=None)
    journey_id = await begun(journeys)
    log.losing, log.rivals = True, MAX_ATTEMPTS - 1

    receipt = await submit(journeys, journey_id, discover())

    assert (receipt.version, receipt.events) == (2, 1)


async def test_a_command_that_is_never_answered_ends_in_an_unknown_outcome() -> None:
    log = LossyLog(recorded=False, lost=1000)
    journeys = Journeys(log, sealing=None)
    journey_id = await begun(journeys)
    log.losing = True

    with pytest.raises(UnknownOutcome):
        await submit(journeys, journey_id, discover())


async def test_a_few_conflicts_are_overcome_and_many_are_given_up() -> None:
    log = ContestedLog()
    journeys = Journeys(log, sealing=None)
    journey_id = await begun(journeys)
    log.rivals = 3
    await submit(journeys, journey_id, discover())
    log.rivals = 1000

    with pytest.raises(VersionConflict):
        await submit(journeys, journey_id, discover())


async def test_a_refusal_names_its_command_and_nothing_is_recorded(journeys: Journeys) -> None:
    journey_id = await begun(journeys)

    with pytest.raises(DomainError) as refused:
        await submit(journeys, journey_id, discover(), park(uuid4()), discover())

    assert (refused.value.command, refused.value.field) == (1, "role_id")
    assert len(await journeys.recorded_events(journey_id)) == 1


async def test_what_is_already_so_is_recorded_as_a_command_without_events(journeys: Journeys) -> None:
    role_id = uuid4()
    journey_id = await begun(journeys, discover(role_id))

    receipt = await submit(journeys, journey_id, discover(role_id))

    assert (receipt.version, receipt.events) == (2, 0)


async def test_today_is_the_date_in_the_journeys_time_zone(log: MemoryEventLog) -> None:
    late = datetime(2026, 3, 2, 23, tzinfo=UTC)
    journeys = Journeys(log, now=lambda: late, sealing=None)
    tomorrow = date(2026, 3, 3)

    await submit(journeys, uuid4(), start("Pacific/Auckland", tomorrow))
    with pytest.raises(InvalidValue) as refused:
        await submit(journeys, uuid4(), start("UTC", tomorrow))

    assert refused.value.field == "happened_on"


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "Europe", "../Europe/Oslo", "Europe/Oslo\0"])
async def test_a_time_zone_nobody_knows_is_refused(journeys: Journeys, zone: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        await submit(journeys, uuid4(), start(zone))

    assert refused.value.field == "time_zone"


async def test_a_journey_that_never_began_is_unknown(journeys: Journeys) -> None:
    with pytest.raises(UnknownJourney):
        await submit(journeys, uuid4(), discover())
    with pytest.raises(UnknownJourney):
        await journeys.recorded_events(uuid4())
    with pytest.raises(UnknownJourney):
        await journeys.view(PROFILE, uuid4())


async def test_another_tenants_journey_is_unknown(journeys: Journeys) -> None:
    journey_id, commands = await begun(journeys), (start(),)

    with pytest.raises(UnknownJourney):
        await execute(journeys, journey_id, *commands, tenant_id=uuid4())
    with pytest.raises(UnknownJourney):
        await journeys.recorded_events(journey_id, tenant_id=uuid4())


async def test_no_more_journeys_are_remembered_than_asked_for(log: MemoryEventLog) -> None:
    journeys = Journeys(log, cached=2, sealing=None)
    ids = [await begun(journeys) for _ in range(5)]

    receipts = [await submit(journeys, journey_id, discover()) for journey_id in ids]
    for journey_id in ids:
        await journeys.load(journey_id, PROFILE, AGENDA, GAME)

    assert [receipt.version for receipt in receipts] == [2] * 5
    kept = [one for one in ids if journeys.commands.cached(stream_id(LOCAL_TENANT, one)).version]
    assert kept == ids[3:]


class TestSeveralBatches:
    async def test_those_recorded_before_are_left_out(self, journeys: Journeys) -> None:
        stream = stream_id(LOCAL_TENANT, uuid4())
        commands: list[UserCommand] = [start(), discover(), discover()]
        batches = [CommandBatch.of(uuid4(), (command,)) for command in commands]
        await journeys.commands.execute(stream, batches[:2], LOCAL_ACTOR)

        executed = await journeys.commands.execute(stream, batches, LOCAL_ACTOR)

        assert (executed.new, len(await journeys.recorded_events(stream.stream))) == (1, 3)
        assert set(executed.results) == {one.command_id for one in batches}
        assert (await journeys.commands.execute(stream, batches, LOCAL_ACTOR)).new == 0

    async def test_one_refused_means_none_recorded(self, journeys: Journeys) -> None:
        journey_id = uuid4()
        commands: list[UserCommand] = [start(), discover(), park(uuid4())]

        with pytest.raises(InvalidOperation) as refused:
            await execute_each(journeys, journey_id, *commands)

        assert refused.value.command == 2
        with pytest.raises(UnknownJourney):
            await journeys.recorded_events(journey_id)

    async def test_one_changed_since_is_refused(self, journeys: Journeys) -> None:
        stream, command_id = stream_id(LOCAL_TENANT, uuid4()), uuid4()
        await journeys.commands.execute(stream, [CommandBatch.of(command_id, (start(),))], LOCAL_ACTOR)
        changed = CommandBatch.of(command_id, (start("Europe/Stockholm"),))

        with pytest.raises(CommandIdTaken):
            await journeys.commands.execute(
                stream, [changed, CommandBatch.of(uuid4(), (discover(),))], LOCAL_ACTOR
            )


class TestReading:
    async def test_a_view_follows_the_journey(self, journeys: Journeys) -> None:
        journey_id = await begun(journeys, discover())
        before = await journeys.view(PROFILE, journey_id)
        await submit(journeys, journey_id, discover())

        after = await journeys.view(PROFILE, journey_id)

        assert (before.scope.known, after.scope.known) == (1, 2)
        assert after.on == NOON.date()

    async def test_a_view_on_a_day_knows_nothing_later(self, journeys: Journeys) -> None:
        journey_id = await begun(journeys, discover(), discover(day=date(2026, 2, 1)))

        seen = await journeys.view(PROFILE, journey_id, on=date(2026, 1, 31))

        assert seen.scope.known == 1

    async def test_a_view_as_known_at_a_day_leaves_out_what_was_told_later(self) -> None:
        moment = NOON
        journeys = Journeys(MemoryEventLog(lambda: moment), now=lambda: moment, sealing=None)
        journey_id = await begun(journeys, discover())
        moment = NOON + timedelta(days=2)
        await submit(journeys, journey_id, discover())

        seen = await journeys.view(PROFILE, journey_id, known_at=NOON.date())

        assert seen.scope.known == 1

    @pytest.mark.parametrize("day", [date(2026, 1, 11), date(2026, 3, 3), date.min, date.max])
    async def test_a_day_outside_the_journey_is_refused_naming_the_range(
        self, journeys: Journeys, day: date
    ) -> None:
        journey_id = await begun(journeys)

        with pytest.raises(InvalidValue) as refused:
            await journeys.view(PROFILE, journey_id, on=day)

        assert (refused.value.field, refused.value.allowed) == ("on", "2026-01-12 to 2026-03-02")

    @pytest.mark.parametrize("day", [date(2026, 3, 1), date.min])
    async def test_nothing_was_known_before_it_was_recorded(self, journeys: Journeys, day: date) -> None:
        journey_id = await begun(journeys)

        with pytest.raises(InvalidValue) as refused:
            await journeys.view(PROFILE, journey_id, known_at=day)

        assert (refused.value.field, refused.value.allowed) == ("known_at", "2026-03-02 or later")
