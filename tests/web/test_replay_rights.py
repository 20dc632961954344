"""Who may replay a history: coaches and researchers a simulated one, a coach the clients who share their profile."""

import re
from collections import Counter

import pytest

from service.accounts.caller import AccountRole
from tests.api.test_people import client_with_journey, service, staff
from tests.authorization.matrix import Who
from tests.authorization.story import PEOPLE
from tests.http.running_service import RunningService
from tests.web.running_pages import seen
from tests.web.test_client_sight import World, looks, world

__all__ = ["service", "world"]


@pytest.mark.parametrize(
    ("role", "status"), [("coach", 200), ("researcher", 200), ("admin", 200), ("manager", 403)]
)
async def test_simulated_histories_are_for_who_coaches_or_works_on_studies(
    service: RunningService, role: AccountRole, status: int
) -> None:
    somebody = await staff(service, f"replay-{role}@example.org", role)
    for address in ("/replay", "/replay/1", "/replay/1?week=2&beside=last_report&truth=yes&role="):
        assert (await somebody.get(address)).status_code == status
    if role in {"researcher", "admin"}:
        assert 'href="/replay"' in (await somebody.get("/studies")).text
    assert ("Your clients" in (await somebody.get("/replay")).text) == (role == "coach")


async def test_a_client_finds_no_replay_and_nobody_else_replays_their_history(
    service: RunningService,
) -> None:
    client, journey_id = await client_with_journey(service)
    researcher = await staff(service, "replay-of-a-client@example.org", "researcher")

    assert (await client.get("/replay")).status_code == 403
    assert (await client.get(f"/clients/{journey_id}/replay")).status_code == 403
    assert (await researcher.get(f"/clients/{journey_id}/replay")).status_code == 404


async def shown_to(world: World, who: Who) -> str:
    at_home, journeys = world
    answer = await at_home.ask(PEOPLE[who], f"/clients/{journeys.journey_for(who)}/replay")
    assert answer.status_code == 200
    return answer.text


async def test_a_coach_sees_as_much_of_a_replay_as_was_granted(world: World) -> None:
    everything, profile, progress = [
        await shown_to(world, who) for who in ("coach_everything", "coach_profile", "coach_progress")
    ]

    assert re.search(r'<h2 id="figures">', everything)
    assert "What happened is not shared with you." not in seen(everything)
    assert re.search(r'<h2 id="figures">', profile)
    assert "What happened is not shared with you." in seen(profile)
    assert "The roles are not shared with you." in seen(progress)
    assert 'id="figures"' not in progress


@pytest.mark.parametrize("who", ["coach_everything", "coach_profile", "coach_progress"])
async def test_the_list_names_the_clients_whose_profile_is_shared(world: World, who: Who) -> None:
    at_home, journeys = world
    listed = await at_home.ask(PEOPLE[who], "/replay")

    found = f'href="/clients/{journeys.journey_for(who)}/replay"' in listed.text
    assert found == (who != "coach_progress")


@pytest.mark.parametrize(
    ("who", "act"),
    [("coach_everything", "read_page"), ("coach_profile", "read_profile"), ("coach_progress", "read_line")],
)
async def test_a_replay_is_noted_once_as_what_was_seen(world: World, who: Who, act: str) -> None:
    before = await looks(world, who)
    await shown_to(world, who)
    after = await looks(world, who)

    assert Counter(after) - Counter(before) == Counter([act])
