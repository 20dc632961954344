"""Commands and orders for the tests of the service, each with an id of its own."""

from datetime import date
from uuid import UUID, uuid4

from domain.journey.commands.roles import DiscoverRole, ParkRole
from domain.journey.commands.start import StartJourney
from domain.journey.decide import UserCommand
from service.application.journeys import Journeys
from service.event_store.log import CommandResult
from tests.commands import execute

DAY = date(2026, 1, 12)


def start(zone: str = "Europe/Oslo", day: date = DAY) -> StartJourney:
    return StartJourney(happened_on=day, called="Ans", track="preventive", locale="nl", time_zone=zone)


def discover(role_id: UUID | None = None, day: date = DAY, title: str = "baker") -> DiscoverRole:
    return DiscoverRole(happened_on=day, role_id=role_id or uuid4(), title=title, distance="near")


def park(role_id: UUID, day: date = DAY) -> ParkRole:
    return ParkRole(happened_on=day, role_id=role_id, reason="too early")


async def submit(
    journeys: Journeys, journey_id: UUID, *commands: UserCommand, command_id: UUID | None = None
) -> CommandResult:
    return await execute(journeys, journey_id, *commands, command_id=command_id or uuid4())


async def begun(journeys: Journeys, *commands: UserCommand) -> UUID:
    """A journey that started, and went on with these commands."""
    journey_id = uuid4()
    await submit(journeys, journey_id, start(), *commands)
    return journey_id
