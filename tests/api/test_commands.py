"""Recording over HTTP: what is answered, and once only."""

import asyncio
from uuid import uuid4

import httpx
from litestar import Litestar

from service.api.examples import CONVERSATION_EXAMPLE
from service.api.examples import START_EXAMPLE as FIRST_EXAMPLE
from service.event_store.errors import UnknownOutcome
from service.event_store.log import AppendRequest, CommandResult, EventLog
from tests.api.client import START, Client, discovery, refusal


async def test_a_journey_begins_under_an_id_the_client_makes_up(http: httpx.AsyncClient) -> None:
    client, command_id = Client(http), uuid4()

    answer = await client.send(START, discovery(), command_id=command_id)

    assert answer.status_code == 201
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "journey_id": str(client.journey_id),
        "command_id": str(command_id),
        "version": 2,
        "position": 2,
        "events": 2,
    }


async def test_a_repeat_is_answered_like_the_first_also_after_the_journey_moved_on(client: Client) -> None:
    command_id, command = uuid4(), discovery()
    first = await client.send(command, command_id=command_id)
    await client.send(discovery())

    again = await client.send(command, command_id=command_id)

    assert (again.status_code, again.content) == (first.status_code, first.content)


async def test_spacing_and_order_do_not_make_another_command(client: Client) -> None:
    command_id, role_id = uuid4(), uuid4()
    first = await client.send(discovery(role_id), command_id=command_id)
    body = (
        f'{{ "commands" : [{{"distance":"far","title":"risk manager", "role_id":"{role_id.hex}",'
        f'"happened_on":"2026-01-13","type":"DiscoverRole","isco_group":null}}], "command_id":"{command_id}"}}'
    )

    again = await client.send_raw(body.encode(), "Application/JSON; charset=utf-8")

    assert again.content == first.content


async def test_the_same_command_id_with_another_body_is_refused(client: Client) -> None:
    command_id = uuid4()
    await client.send(discovery(), command_id=command_id)

    answer = await client.send(discovery(), command_id=command_id)

    assert refusal(answer) == (409, "command-id-taken", "#/command_id")


async def test_the_same_command_id_on_another_journey_is_refused(client: Client) -> None:
    command_id = uuid4()
    await client.send(START, command_id=command_id)

    answer = await Client(client.http).send(START, command_id=command_id)

    assert refusal(answer) == (409, "command-id-taken", "#/command_id")


async def test_commands_sent_at_the_same_time_all_succeed(client: Client) -> None:
    answers = await asyncio.gather(*(client.send(discovery()) for _ in range(20)))

    assert {answer.status_code for answer in answers} == {201}
    assert sorted(answer.json()["version"] for answer in answers) == list(range(2, 22))


# ASVS 2.3.3
async def test_one_refused_command_means_that_none_is_recorded(client: Client) -> None:
    answer = await client.send(
        discovery(), {"type": "ReopenRole", "happened_on": "2026-01-14", "role_id": str(uuid4())}
    )

    assert refusal(answer) == (409, "illegal-step", "#/commands/1/role_id")
    assert len((await client.get("events")).json()["events"]) == 1


async def test_the_examples_of_the_description_work(http: httpx.AsyncClient) -> None:
    client = Client(http)

    answers = [
        await client.http.post(f"{client.address}/commands", json=example)
        for example in (FIRST_EXAMPLE, CONVERSATION_EXAMPLE)
    ]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert (await client.get("profile")).json()["steps"] == 1


class LosesAnswers:
    """A log that records, and loses the answer, the first time."""

    def __init__(self, log: EventLog) -> None:
        self._append = log.append
        self.lost = False

    async def append(self, request: AppendRequest) -> tuple[CommandResult, ...]:
        receipts = await self._append(request)
        if not self.lost:
            self.lost = True
            raise UnknownOutcome("the connection was lost during the commit")
        return receipts


async def test_a_command_whose_answer_was_lost_is_recorded_once(app: Litestar, client: Client) -> None:
    log = app.state.services.journeys.log
    log.append = LosesAnswers(log).append

    answer = await client.send(discovery())

    assert answer.status_code == 201
    assert answer.json()["version"] == 2
    assert [event["number"] for event in (await client.get("events")).json()["events"]] == [1, 2]
