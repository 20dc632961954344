"""Programmes over HTTP: opened and led, listed, and seen in totals that protect the individual."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from litestar import Litestar

from service.api import programmes
from service.api.examples import COACH, OPEN_PROGRAMME_EXAMPLE
from service.processes.scheduler import Scheduler
from tests.api.client import START, Client, refusal
from tests.api.described import answer_of, wrong
from tests.commands import command_json
from tests.json_numbers import integers

HOSPITAL = str(uuid4())


class Manager:
    """One programme, over HTTP."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.programme_id = uuid4()

    @property
    def address(self) -> str:
        return f"/api/v1/programmes/{self.programme_id}"

    async def send(self, *commands: dict[str, Any], command_id: UUID | None = None) -> httpx.Response:
        body = {"command_id": str(command_id or uuid4()), "commands": commands}
        return await self.http.post(f"{self.address}/commands", json=body)

    async def open(self) -> httpx.Response:
        answer = await self.send(*OPEN_PROGRAMME_EXAMPLE["commands"])
        assert answer.status_code == 201, answer.text
        return answer

    async def enrol(self, client: Client, on: str = "2026-02-02", **told: Any) -> None:
        answer = await self.send(command_json("EnrolJourney", on, journey_id=str(client.journey_id), **told))
        assert answer.status_code == 201, answer.text

    async def totals(self, **query: Any) -> dict[str, Any]:
        answer = await self.http.get(f"{self.address}/totals", params=query)
        assert answer.status_code == 200, answer.text
        assert wrong(answer.json(), schema_of("/{programme_id}/totals")) == []
        told: dict[str, Any] = answer.json()["totals"]
        return told


def schema_of(rest: str) -> dict[str, Any]:
    return answer_of(f"/api/v1/programmes{rest}")


@pytest.fixture
async def manager(http: httpx.AsyncClient) -> Manager:
    """A manager whose programme opened on 5 January 2026."""
    manager = Manager(http)
    await manager.open()
    return manager


async def begun(http: httpx.AsyncClient, *more: dict[str, Any], **told: Any) -> Client:
    """A client who applied at the hospital on 20 January."""
    client, role_id, step_id = Client(http), str(uuid4()), str(uuid4())
    answer = await client.send(
        START | told,
        command_json("DiscoverRole", "2026-01-13", role_id=role_id, title="porter", distance="near"),
        command_json(
            "PlanExperiment",
            "2026-01-14",
            experiment_id=step_id,
            kind="application",
            role_id=role_id,
            employer={"employer_id": HOSPITAL, "name": "Hospital"},
        ),
        command_json("RunExperiment", "2026-01-20", experiment_id=step_id),
        *more,
    )
    assert answer.status_code == 201, answer.text
    return client


async def test_a_programme_is_seen_as_it_is_now(manager: Manager) -> None:
    client = await begun(manager.http)
    await manager.enrol(client)
    await manager.send(command_json("AdjustProgramme", "2026-02-03", name="Third career", game=False))

    answer = await manager.http.get(manager.address)

    told = answer.json()
    assert wrong(told, schema_of("/{programme_id}")) == []
    assert (told["name"], told["game"], told["ended"], told["opened_on"]) == (
        "Third career",
        False,
        0,
        "2026-01-05",
    )
    assert told["coaches"] == [{"coach_id": COACH, "name": "Ingrid", "since": "2026-01-05"}]
    assert told["journeys"] == [{"journey_id": str(client.journey_id), "since": "2026-02-02"}]
    assert told["questions"] == {"coach": ["What surprised you this week?"]}
    assert told["quests"] == ["first_light", "ask_the_odds"]


async def test_the_list_shows_what_was_just_recorded(manager: Manager) -> None:
    client = await begun(manager.http)
    await manager.enrol(client)
    leaves = command_json("EndEnrolment", "2026-02-10", journey_id=str(client.journey_id), ending="rest")
    position = (await manager.send(leaves)).json()["position"]

    answer = await manager.http.get("/api/v1/programmes", params={"wait_for": position})

    (line,) = answer.json()["programmes"]
    assert wrong(answer.json(), schema_of("")) == []
    assert (line["programme_id"], line["enrolled"], line["ended"]) == (str(manager.programme_id), 0, 1)
    assert line["coaches"] == 1


async def test_a_position_nobody_reached_is_not_waited_for_for_ever(
    manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programmes, "WAIT_SECONDS", 0.1)
    answer = await manager.http.get("/api/v1/programmes", params={"wait_for": 10_000})

    assert refusal(answer)[:2] == (503, "not-there-yet")


async def test_a_repeat_is_answered_like_the_first(manager: Manager) -> None:
    command_id = uuid4()
    joins = command_json("JoinAsCoach", "2026-01-06", coach_id=str(uuid4()), name="Sven")

    answers = [await manager.send(joins, command_id=command_id) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["events"] == 1


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (command_json("AdjustProgramme", "2026-01-06"), (422, "invalid-value", "#/commands/0/name")),
        (
            command_json("JoinAsCoach", "2026-01-04", coach_id=COACH, name="Ingrid"),
            (422, "invalid-value", "#/commands/0/happened_on"),
        ),
        (
            command_json("JoinAsCoach", "2026-01-06", coach_id=COACH, name="Sven"),
            (409, "illegal-step", "#/commands/0/coach_id"),
        ),
        (
            command_json("ChooseQuests", "2026-01-06", quests=["no_such"]),
            (422, "invalid-value", "#/commands/0/quests/0"),
        ),
        (command_json("OpenProgramme", "2026-01-05"), (422, "invalid-value", "#/commands/0/name")),
    ],
)
async def test_a_refusal_names_the_place(
    manager: Manager, command: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert refusal(await manager.send(command)) == expected


@pytest.mark.parametrize("what", ["", "/totals"])
async def test_an_unknown_programme_has_nothing_to_show(http: httpx.AsyncClient, what: str) -> None:
    answer = await http.get(f"/api/v1/programmes/{uuid4()}{what}")

    assert refusal(answer)[:2] == (404, "unknown-programme")


async def test_four_journeys_tell_nothing_and_the_fifth_makes_totals(manager: Manager) -> None:
    for _ in range(4):
        await manager.enrol(await begun(manager.http))
    four = await manager.totals()
    await manager.enrol(await begun(manager.http))
    five = await manager.totals()

    assert {key: told for key, told in four.items() if told} == {}
    assert (five["journeys"], five["ended"], five["tracks"]) == (5, 0, {"preventive": 5})
    assert five["start"] == {"within_a_week": 0.0, "median_days": 8.0}
    assert [(one["employer"], one["approaches"]) for one in five["employers"]] == [("Hospital", 5)]


async def test_totals_of_a_day_know_who_was_enrolled_by_then_and_what_had_happened(manager: Manager) -> None:
    for _ in range(5):
        await manager.enrol(await begun(manager.http), "2026-01-25")
    late = await begun(manager.http)
    await manager.enrol(late, "2026-03-01")
    await manager.send(command_json("EndEnrolment", "2026-03-02", journey_id=str(late.journey_id)))

    counts = [(await manager.totals(on=on))["journeys"] for on in ("2026-01-24", "2026-01-25", "2026-02-28")]

    assert counts == [None, 5, 5]
    assert (await manager.totals())["journeys"] == 5


async def test_no_two_totals_differ_by_one_journey(http: httpx.AsyncClient) -> None:
    small, large = Manager(http), Manager(http)
    for programme in (small, large):
        await programme.open()
    clients = [await begun(http) for _ in range(10)]
    for client in clients[:6]:
        await small.enrol(client)
    for client in clients:
        await large.enrol(client)

    told = [(await one.totals())["journeys"] for one in (small, large)]

    # The sixth waits in the first programme for four more, and nobody counts in the second without their group.
    assert told == [5, 5]


async def test_every_number_of_journeys_is_told_in_fives(manager: Manager) -> None:
    for number in range(13):
        ends = [command_json("RecordEnding", "2026-02-10", ending="new_work")] if number % 2 else []
        client = await begun(manager.http, *ends)
        await manager.enrol(client)
        if number % 5 == 4:
            answers = [(await manager.http.get(f"{manager.address}/{what}")).json() for what in TOLD]
            assert {one % 5 for one in integers(answers)} == {0}


TOLD = ("totals", "silences", "workload")
"""What says something about the journeys of a programme in numbers."""


async def test_silences_are_told_of_groups_that_are_all_part_of_it(manager: Manager) -> None:
    clients = [await begun(manager.http) for _ in range(10)]
    for client in clients:
        await manager.enrol(client)
    ten = (await manager.http.get(f"{manager.address}/silences")).json()["coaches"]
    await manager.send(command_json("EndEnrolment", "2026-03-02", journey_id=str(clients[2].journey_id)))
    five = (await manager.http.get(f"{manager.address}/silences")).json()["coaches"]

    assert (ten, five) == ([{"coach_id": None, "journeys": 10}], [{"coach_id": None, "journeys": 5}])


async def test_the_workload_is_told_of_whole_groups_whose_journeys_go_on(manager: Manager) -> None:
    clients = [await begun(manager.http) for _ in range(10)]
    for client in clients:
        await manager.enrol(client)
    ten = (await manager.http.get(f"{manager.address}/workload")).json()
    await manager.send(command_json("EndEnrolment", "2026-03-02", journey_id=str(clients[2].journey_id)))
    five = (await manager.http.get(f"{manager.address}/workload")).json()

    assert wrong(ten, schema_of("/{programme_id}/workload")) == []
    counted = [{"coach_id": None, "clients": 10, "without_session": 10, "needs_someone": 10, "sessions": 0}]
    assert ten["coaches"] == counted
    assert [one["clients"] for one in five["coaches"]] == [5]


@pytest.mark.parametrize("sixth", ["silent", "met"])
async def test_the_workload_tells_nothing_of_a_sixth_client_of_a_coach(manager: Manager, sixth: str) -> None:
    """Two programmes differ by a group in which one client is hers: not even what is hidden says if she had a session."""
    hers, other = str(uuid4()), str(uuid4())
    second = Manager(manager.http)
    await second.open()
    for number, (coach, silent) in enumerate(
        [*[(other, False)] * 5, *[(hers, True)] * 5, (hers, sixth == "silent"), *[(other, False)] * 4]
    ):
        session = command_json("HoldCheckIn", "2026-05-31", check_in_id=str(uuid4()), minutes=20)
        assigned = command_json("AssignCoach", "2026-05-01", coach_id=coach, name="Coach")
        client = await begun(manager.http, assigned, *([] if silent else [session]))
        await manager.enrol(client)
        if number < 10:
            await second.enrol(client)

    ten, fifteen = [
        (await one.http.get(f"{one.address}/workload")).json()["coaches"] for one in (second, manager)
    ]

    assert {one["coach_id"]: one["clients"] for one in ten} == {hers: 5, other: 5}
    assert fifteen == ten


async def test_silences_and_workload_count_the_same_clients(manager: Manager) -> None:
    off = command_json("DeclareRest", "2026-06-01", monday="2026-06-01")
    for number in range(10):
        await manager.enrol(await begun(manager.http, *([off] if number < 5 else [])))

    silences, workload = [
        (await manager.http.get(f"{manager.address}/{what}")).json()["coaches"]
        for what in ("silences", "workload")
    ]

    assert [one["journeys"] for one in silences] == [one["without_session"] for one in workload] == [5]


async def test_journeys_that_ended_still_count(manager: Manager) -> None:
    ends = command_json("RecordEnding", "2026-02-10", ending="new_work")
    for _ in range(5):
        client = await begun(manager.http, ends)
        await manager.enrol(client)
        await manager.send(
            command_json("EndEnrolment", "2026-02-10", journey_id=str(client.journey_id), ending="new_work")
        )

    told = await manager.totals()

    assert (told["journeys"], told["ended"], told["endings"]) == (5, 5, {"new_work": 5})


async def test_the_word_of_the_client_counts_beside_another_of_the_manager(manager: Manager) -> None:
    clients = [await begun(manager.http) for _ in range(5)]
    for client in clients:
        await manager.enrol(client)
        await manager.send(
            command_json("EndEnrolment", "2026-02-10", journey_id=str(client.journey_id), ending="rest")
        )
        await client.send(command_json("RecordEnding", "2026-02-10", ending="education"))

    assert (await manager.totals())["endings"] == {"education": 5}


@pytest.mark.parametrize("on", ["2026-01-04", "2026-06-02"])
async def test_totals_of_a_day_before_the_programme_or_after_today_are_refused(
    manager: Manager, on: str
) -> None:
    answer = await manager.http.get(f"{manager.address}/totals", params={"on": on})

    assert refusal(answer) == (422, "invalid-value", "on")
    assert answer.json()["errors"][0]["allowed"] == "2026-01-05 to 2026-06-01"


async def test_a_journey_that_ended_leaves_when_the_clock_comes_round(
    app: Litestar, manager: Manager
) -> None:
    client = await begun(manager.http)
    await manager.enrol(client)
    position = (await client.send(command_json("RecordEnding", "2026-02-10", ending="education"))).json()[
        "position"
    ]
    await manager.http.get("/api/v1/programmes", params={"wait_for": position})
    scheduler: Scheduler = app.state.services.scheduler

    await scheduler.run_once()

    told = (await manager.http.get(manager.address)).json()
    assert (told["journeys"], told["ended"]) == ([], 1)
