"""Everything that can be wrong with a request, and the problem it is answered with."""

import logging
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from service.api import journey_queries
from service.http.dependencies import DEPENDENCIES
from service.postgres.errors import Overloaded, StoreUnavailable
from tests.api.client import START, Client, allowed, discovery, refusal

JUNE = "2026-06-02"
ROLE = "0198c0de-0000-7000-8000-000000000011"
TALK = "0198c0de-0000-7000-8000-000000000021"
PLAN = {"type": "PlanExperiment", "happened_on": "2026-02-02", "experiment_id": TALK, "kind": "conversation"}
RUN = {"type": "RunExperiment", "happened_on": "2026-02-03", "experiment_id": TALK}
CONCLUDE = {
    "type": "ConcludeExperiment",
    "happened_on": "2026-02-03",
    "experiment_id": TALK,
    "conclusion": "Yes.",
}


class TestWhatTheJourneyDoesNotAllow:
    @pytest.mark.parametrize(
        "what", ["profile", "events", "moves", "suggestions", "game", "alerts", "agenda", "network"]
    )
    async def test_a_journey_nobody_began_is_unknown(self, http: httpx.AsyncClient, what: str) -> None:
        answer = await Client(http).get(what)

        assert refusal(answer) == (404, "unknown-journey", "")

    async def test_a_journey_nobody_began_takes_no_other_command(self, http: httpx.AsyncClient) -> None:
        answer = await Client(http).send(discovery())

        assert refusal(answer) == (404, "unknown-journey", "")

    @pytest.mark.parametrize(
        ("commands", "place", "instead"),
        [
            ([CONCLUDE], "0/experiment_id", "the id of a planned step"),
            ([PLAN, CONCLUDE], "1/experiment_id", "a step that took place, or was cancelled or declined"),
            ([PLAN | {"role_id": ROLE}], "0/role_id", "the id of a role on the list"),
            ([PLAN, RUN, RUN | {"hours": 2}], "2/experiment_id", "a planned step"),
            ([START | {"called": "Anouk"}], "0", "another journey id"),
            (
                [PLAN, RUN, CONCLUDE | {"learned": {"odds": [{"signal": "referral", "role_id": ROLE}]}}],
                "2/learned/odds/0/role_id",
                "the id of a role on the list",
            ),
        ],
    )
    async def test_a_conflict_with_what_was_recorded(
        self, client: Client, commands: list[dict[str, Any]], place: str, instead: str
    ) -> None:
        answer = await client.send(*commands)

        assert refusal(answer) == (409, "illegal-step", f"#/commands/{place}")
        assert allowed(answer) == instead

    @pytest.mark.parametrize(
        ("command", "field", "instead"),
        [
            (discovery(happened_on=JUNE), "happened_on", "2026-06-01 or earlier"),
            (discovery(happened_on="2026-01-11"), "happened_on", "2026-01-12 or later"),
            (PLAN | {"planned_for": "2025-12-31"}, "planned_for", "2026-01-12 or later"),
            (START | {"time_zone": "Europe/Atlantis"}, "time_zone", "an IANA name, such as Europe/Oslo"),
            (
                {"type": "PlanWeek", "happened_on": "2026-02-02", "monday": "2026-02-03"},
                "monday",
                "2026-02-02",
            ),
        ],
    )
    async def test_a_value_no_journey_allows(
        self, client: Client, command: dict[str, Any], field: str, instead: str
    ) -> None:
        answer = await client.send(command)

        assert refusal(answer) == (422, "invalid-value", f"#/commands/0/{field}")
        assert instead in allowed(answer)


class TestABodyThatIsNotWhatWasExpected:
    @pytest.mark.parametrize(
        ("command", "field", "instead"),
        [
            (discovery(starting_appeal=11), "starting_appeal", "a whole number from 0 to 10"),
            (discovery(starting_appeal=-1), "starting_appeal", "a whole number from 0 to 10"),
            (discovery(starting_appeal=7.5), "starting_appeal", "a whole number from 0 to 10"),
            (discovery(happened_on="13 January"), "happened_on", "a date such as 2026-01-31"),
            (discovery(happened_on="2026-02-30"), "happened_on", "a date such as 2026-01-31"),
            (discovery(colour="red"), "colour", "type, happened_on, role_id, title, distance"),
            (discovery(distance="further"), "distance", "far, licence, near, same"),
            (discovery(title=""), "title", "text of 1 to 200 characters"),
            (discovery(title="nul \0"), "title", "without NUL"),
            (discovery(isco_group="x"), "isco_group", "text that matches ^[0-9]{1,4}$"),
            (discovery(role_id="1"), "role_id", "a UUID"),
            (RUN | {"note": "n" * 4001}, "note", "text of 0 to 4000 characters"),
            (RUN | {"hours": 0}, "hours", "a number above 0"),
            (PLAN | {"tests": ["appeal"] * 6}, "tests", "a list of 0 to 5"),
            (
                PLAN | {"contact": {"contact_id": ROLE, "tie": "strong", "in_role": 1}},
                "contact/in_role",
                "true or false",
            ),
            (CONCLUDE | {"learned": {"odds": [{"signal": "?"}]}}, "learned/odds/0/signal", "referral"),
            (CONCLUDE | {"learned": 3}, "learned", "an object"),
            ({"type": "Dance"}, "type", "StartJourney, SetTrack"),
            ({"happened_on": JUNE}, "type", "StartJourney, SetTrack"),
            (RUN | {"type": "RunExperiment", "experiment_id": None}, "experiment_id", "a UUID"),
        ],
    )
    async def test_the_place_and_what_is_allowed_there_are_named(
        self, client: Client, command: dict[str, Any], field: str, instead: str
    ) -> None:
        answer = await client.send(discovery(), command)

        assert refusal(answer) == (422, "invalid-value", f"#/commands/1/{field}")
        assert instead in allowed(answer)

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            (b"[]", "#"),
            (b"{}", "#/command_id"),
            (b'{"command_id": "x"}', "#/command_id"),
            (b'{"command_id": "0198c0de-0000-7000-8000-000000000011", "commands": []}', "#/commands"),
            (b'{"command_id": "0198c0de-0000-7000-8000-000000000011", "commands": [3]}', "#/commands/0"),
            (b'{"force": true}', "#/force"),
            (b'{"a":' * 40_000, "#/a"),
        ],
    )
    async def test_an_envelope_that_is_wrong_is_refused(
        self, client: Client, body: bytes, pointer: str
    ) -> None:
        assert refusal(await client.send_raw(body)) == (422, "invalid-value", pointer)

    async def test_more_than_fifty_commands_are_too_many(self, client: Client) -> None:
        answer = await client.send(*(discovery() for _ in range(51)))

        assert refusal(answer) == (422, "invalid-value", "#/commands")
        assert allowed(answer) == "a list of 1 to 50"

    @pytest.mark.parametrize(
        "body", [b"", b"{", b"\xff\xfe", b'{"commands": [{"type": "\xff"}]}', b'{"command_id": "\\ud800"}']
    )
    async def test_what_is_not_json_is_malformed(self, client: Client, body: bytes) -> None:
        assert refusal(await client.send_raw(body)) == (400, "malformed-json", "")

    @pytest.mark.parametrize(
        "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
    )
    async def test_what_is_not_declared_as_json_is_refused(self, client: Client, kind: str) -> None:
        assert refusal(await client.send_raw(b"{}", kind)) == (415, "unsupported-media-type", "")

    async def test_a_note_of_a_megabyte_is_too_large(self, client: Client) -> None:
        answer = await client.send(RUN | {"note": "n" * 1_000_000})

        assert refusal(answer) == (413, "too-large", "")
        assert "256 KB" in answer.json()["detail"]

    async def test_a_large_body_of_unannounced_length_is_too_large(self, client: Client) -> None:
        async def drops() -> AsyncIterator[bytes]:
            for _ in range(300):
                yield b"x" * 1000

        headers = {"content-type": "application/json"}
        answer = await client.http.post(f"{client.address}/commands", content=drops(), headers=headers)

        assert refusal(answer) == (413, "too-large", "")


class TestAQuestionThatCannotBeAnswered:
    @pytest.mark.parametrize(
        ("query", "parameter", "instead"),
        [
            ({"on": "2026-01-11"}, "on", "2026-01-12 to 2026-06-01"),
            ({"on": JUNE}, "on", "2026-01-12 to 2026-06-01"),
            ({"on": "soon"}, "on", "a date such as 2026-01-31"),
            ({"known_at": "2026-01-01"}, "known_at", "or later"),
        ],
    )
    async def test_a_day_outside_the_journey(
        self, client: Client, query: dict[str, str], parameter: str, instead: str
    ) -> None:
        answer = await client.get("profile", **query)

        assert refusal(answer) == (422, "invalid-value", parameter)
        assert instead in allowed(answer)

    @pytest.mark.parametrize(
        ("what", "query"), [("events", "limit"), ("events", "after"), ("profile", "wait_for")]
    )
    @pytest.mark.parametrize("value", ["-1", "x", str(2**60)])
    async def test_a_number_outside_its_bounds(
        self, client: Client, what: str, query: str, value: str
    ) -> None:
        assert refusal(await client.get(what, **{query: value})) == (422, "invalid-value", query)

    @pytest.mark.parametrize("query", ["om=2026-02-01", "on=2026-02-01&on=2026-02-02", "on=null", "on="])
    async def test_a_query_that_says_less_than_it_seems_to(self, client: Client, query: str) -> None:
        answer = await client.http.get(f"{client.address}/profile?{query}")

        assert refusal(answer) == (422, "invalid-value", query[:2])

    @pytest.mark.parametrize("name", DEPENDENCIES)
    async def test_a_query_for_what_the_service_gives_its_handlers(self, client: Client, name: str) -> None:
        answer = await client.get("profile", **{name: "x"})

        assert refusal(answer) == (422, "invalid-value", name)
        assert allowed(answer) == "on, known_at, wait_for"

    @pytest.mark.parametrize("cursor", ["x", "2026-01-12", "2026-01-12.x", "."])
    async def test_a_cursor_that_was_not_given_out(self, http: httpx.AsyncClient, cursor: str) -> None:
        answer = await http.get("/api/v1/journeys", params={"cursor": cursor})

        assert refusal(answer) == (422, "invalid-value", "cursor")

    async def test_a_position_that_is_not_there_is_waited_for_and_then_refused(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(journey_queries, "WAIT_SECONDS", 0.1)
        answer = await client.get("profile", wait_for=1000)

        assert refusal(answer) == (503, "not-there-yet", "")
        assert answer.headers["retry-after"] == "1"

    @pytest.mark.parametrize(
        "address", ["/api/v1/nothing", "/api/v1/journeys/x/profile", "/health/x", "/problems/x"]
    )
    async def test_an_address_where_there_is_nothing(self, http: httpx.AsyncClient, address: str) -> None:
        assert refusal(await http.get(address)) == (404, "not-found", "")

    async def test_a_method_an_address_does_not_take(self, client: Client) -> None:
        answer = await client.get("commands")

        assert refusal(answer) == (405, "method-not-allowed", "")
        assert "POST" in answer.headers["allow"]

    async def test_a_caller_who_wants_no_json(self, client: Client) -> None:
        headers = {"accept": "text/html, image/png", "content-type": "application/json"}

        answers = [
            await client.http.get(f"{client.address}/profile", headers=headers),
            await client.http.post(f"{client.address}/commands", content=b"{}", headers=headers),
        ]

        assert [refusal(answer) for answer in answers] == [(406, "not-acceptable", "")] * 2

    @pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "localhost:80:80"])
    async def test_a_request_for_another_host_is_refused(self, http: httpx.AsyncClient, host: str) -> None:
        answer = await http.get("/api/v1/journeys", headers={"host": host})

        assert refusal(answer) == (421, "foreign-host", "")

    @pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
    async def test_this_machine_goes_by_several_names(self, http: httpx.AsyncClient, host: str) -> None:
        assert (await http.get("/api/v1/journeys", headers={"host": host})).status_code == 200


class Failing:
    """A log that cannot."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    async def __call__(self, *_: Any, **__: Any) -> Any:
        raise self.failure


class TestWhatGoesWrongOnOurSide:
    @pytest.mark.parametrize(
        "failure", [Overloaded("4096 requests are waiting"), StoreUnavailable("gone at 10.0.0.7")]
    )
    async def test_a_busy_or_lost_database_means_to_try_again(
        self, app: Litestar, client: Client, failure: Exception
    ) -> None:
        app.state.services.journeys.log.append = Failing(failure)

        answer = await client.send(discovery())

        assert refusal(answer) == (503, "busy", "")
        assert answer.headers["retry-after"] == "1"
        assert "10.0.0.7" not in answer.text

    async def test_a_fault_is_logged_and_not_shown(
        self, app: Litestar, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        app.state.services.journeys.log.append = Failing(RuntimeError("the secret sauce"))

        answer = await client.send(discovery(title="a private title"))

        assert refusal(answer) == (500, "internal", "")
        assert "sauce" not in answer.text
        assert "/commands failed: builtins.RuntimeError at " in caplog.text
        assert "sauce" not in caplog.text
        assert "a private title" not in caplog.text

    async def test_requests_are_noted_without_what_was_said(
        self, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.INFO, "service.requests"):
            await client.send(discovery(title="a private title"))

        assert "POST /api/v1/journeys/{journey_id}/commands 201" in caplog.text
        assert "private" not in caplog.text


@pytest.mark.parametrize("name", ["unknown-journey", "illegal-step", "invalid-value", "internal"])
async def test_every_kind_of_problem_is_explained_at_its_address(http: httpx.AsyncClient, name: str) -> None:
    answer = await http.get(f"/problems/{name}")

    assert answer.status_code == 200
    assert answer.json()["type"] == f"/problems/{name}"
    assert answer.json()["meaning"]


async def test_an_unknown_journey_id_of_another_shape_is_nothing(http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/api/v1/journeys/{uuid4()}x/profile")

    assert refusal(answer) == (404, "not-found", "")


class TestTheLanguageOfTheRequest:
    async def test_a_refusal_is_told_in_it_and_its_type_stays(self, client: Client) -> None:
        answers = [
            await client.http.get(
                f"{client.address}/profile", params={"on": "2020-01-31"}, headers={"accept-language": one}
            )
            for one in ("en", "nl-NL,nl;q=0.9", "xx")
        ]
        said = [answer.json()["detail"].replace("\xa0", " ") for answer in answers]

        assert {answer.json()["type"] for answer in answers} == {"/problems/invalid-value"}
        assert ["2020-01-31" in one for one in said] == [True, False, True]
        assert "31 januari 2020" in said[1]
