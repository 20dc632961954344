"""What a service does by itself: which tasks run in which process, and what each of them is about."""

import asyncio
from uuid import uuid4

import pytest

from domain.journey.events.consents import ConsentGiven
from service.container import Services
from service.email.emails import Email
from service.jobs.account_cleanup import AccountCleanup
from tests.application.commands import start
from tests.commands import execute
from tests.http.running_service import MemoryMailer, open_service

BY_THE_CLOCK = {"scheduler", "erasures", "weekly letters"}
ALWAYS = {
    "cache invalidation",
    "access log",
    "suspensions",
    "sweeper",
    "research jobs",
    "old exports",
    "heartbeats",
    "parked streams",
    "read models made anew",
}


@pytest.mark.parametrize(
    ("clock", "running"), [(True, ALWAYS | BY_THE_CLOCK), (False, ALWAYS)], ids=["with the clock", "without"]
)
async def test_what_changes_journeys_by_time_runs_only_where_the_clock_does(
    database: str, clock: bool, running: set[str]
) -> None:
    async with open_service(database, clock=clock) as service:
        services: Services = service.app.state.services
        by_name = set(services.tasks)
        now = {task.get_name() for task in asyncio.all_tasks()}

    assert by_name == ALWAYS | BY_THE_CLOCK
    assert now & by_name == running


async def test_cleaning_up_records_what_an_invitation_brought_and_was_interrupted(database: str) -> None:
    journey_id = uuid4()
    async with open_service(database) as service:
        services: Services = service.app.state.services
        assert services.accounts
        await service.person()
        (anna,) = await service.accounts.list_people(service.by())
        # Her journey starts, and the service ends before it does what follows.
        await execute(services.journeys, journey_id, start(), tenant_id=service.tenant_id)
        await service.accounts.link_journey(service.tenant_id, journey_id, anna.person_id)
        before = await services.journeys.recorded_events(journey_id, tenant_id=service.tenant_id)
        await AccountCleanup(
            service.accounts, services.accounts.onboarding, services.worker_pool, now=service.clock
        ).run_once()
        after = await services.journeys.recorded_events(journey_id, tenant_id=service.tenant_id)

    assert [type(one.event) for one in after[len(before) :]] == [ConsentGiven]


class SlowMailer(MemoryMailer):
    """A mail server that takes its time."""

    async def send(self, letter: Email) -> None:
        await asyncio.sleep(0.2)
        await super().send(letter)


async def test_a_service_that_ends_sends_its_e_mails_first(database: str) -> None:
    mailer = SlowMailer()
    async with open_service(database, mailer=mailer) as service:
        await service.person()
        await service.browser().json("POST", "/sign-in/link", {"email": "anna@example.org"})
        sent_while_it_ran = len(mailer.sent)

    assert (sent_while_it_ran, len(mailer.sent)) == (0, 1)
