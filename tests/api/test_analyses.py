"""Analyses over the API: computed in place, released by a second person, and read only then."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from domain.journey.commands.consents import WithdrawConsent
from service.api.analysis_examples import ANALYSIS_EXAMPLE, REFUSAL_EXAMPLE
from service.api.examples import DRAFT_STUDY_EXAMPLE
from service.research.jobs import MOST_OPEN
from service.research.release_checks import LEFT
from tests.api.test_people import service, staff
from tests.api.test_studies import send
from tests.commands import command_json, execute
from tests.histories import History
from tests.http.running_service import Browser, RunningService
from tests.research.agreeing_clients import agree

__all__ = ["service"]


class AnalysedStudy:
    """An approved study, those who agreed to it, and those who may work on it."""

    def __init__(self, service: RunningService, researcher: Browser, admin: Browser) -> None:
        self.service, self.researcher, self.admin = service, researcher, admin
        self.study_id = uuid4()
        self.clients: list[tuple[History, UUID]] = []

    @property
    def at(self) -> str:
        return f"/studies/{self.study_id}/analyses"

    async def approve(self) -> None:
        await self.draft(variables=["participants.weeks"])

    async def draft(self, **stated: Any) -> None:
        """Have a study approved that is stated so."""
        drafted = dict(DRAFT_STUDY_EXAMPLE["commands"][0]) | stated
        await send(self.researcher, self.study_id, drafted, *DRAFT_STUDY_EXAMPLE["commands"][1:])
        approve = command_json("ApproveStudy", "2026-06-01", seed=str(uuid4()))
        assert (await send(self.admin, self.study_id, approve))[0] == 201

    async def agree(self, count: int) -> None:
        seeds = range(len(self.clients), len(self.clients) + count)
        services, tenant_id = self.service.app.state.services, self.service.by().tenant_id
        self.clients += await agree(services, tenant_id, self.study_id, seeds)

    async def withdraw(self, place: int) -> None:
        client, consent_id = self.clients[place]
        await execute(
            self.service.app.state.services.journeys,
            client.journey_id,
            WithdrawConsent(happened_on=date(2026, 6, 1), consent_id=consent_id),
            tenant_id=self.service.by().tenant_id,
            actor_id=client.actor,
        )

    async def run(self, asked: dict[str, Any] = ANALYSIS_EXAMPLE) -> dict[str, Any]:
        """Asks for an analysis, and waits until it is computed."""
        answer = await self.researcher.json("POST", self.at, asked)
        assert answer.status_code == 202, answer.text
        assert answer.headers["location"] == f"/api/v1{self.at}/{answer.json()['analysis_id']}"
        return await self.computed(answer.json()["analysis_id"])

    async def computed(self, analysis_id: str) -> dict[str, Any]:
        while (found := await self.now(analysis_id))["state"] == "running":
            await asyncio.sleep(0.1)
        return found

    async def now(self, analysis_id: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.researcher.json("GET", f"{self.at}/{analysis_id}")).json()
        return found


async def analysed(service: RunningService, clients: int = 14) -> AnalysedStudy:
    found = AnalysedStudy(
        service,
        await staff(service, "ruth@example.org", "researcher"),
        await staff(service, "grace@example.org", "admin"),
    )
    await found.approve()
    await found.agree(clients)
    return found


async def test_an_analysis_is_run_released_and_read(service: RunningService) -> None:
    study = await analysed(service)

    asked = await study.run()
    at = f"{study.at}/{asked['analysis_id']}"
    early = await study.researcher.json("GET", f"{at}/results")
    own = await study.researcher.json("POST", f"{at}/release", {})
    released = (await study.admin.json("POST", f"{at}/release", {})).json()
    again = await study.admin.json("POST", f"{at}/refusal", REFUSAL_EXAMPLE)

    assert (asked["state"], asked["outputs"][0]["status"]) == ("waiting", "suppressed")
    assert "lines" not in str(asked)
    assert (early.status_code, early.json()["type"]) == (409, "/problems/analysis-state")
    assert (own.status_code, own.json()["type"]) == (403, "/problems/forbidden")
    assert released["state"] == "released"
    assert (again.status_code, again.json()["type"]) == (409, "/problems/analysis-state")
    results = (await study.researcher.json("GET", f"{at}/results")).json()["outputs"]
    assert results[0]["lines"] == [
        {"everybody": True, "people": 15},
        {"everybody": None, "people": 15},
    ]
    table = await study.researcher.http.get(f"/api/v1{at}/results/csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.splitlines()[:3] == [
        "output,type,line,name,value",
        "people,table,1,everybody,True",
        "people,table,1,people,15",
    ]


async def test_who_withdrew_is_not_in_the_next_which_the_ledger_then_refuses(service: RunningService) -> None:
    study = await analysed(service)
    before, waiting = await study.run(), await study.run()
    await study.admin.json("POST", f"{study.at}/{before['analysis_id']}/release", {})
    await study.withdraw(3)
    after = await study.run()

    late = (await study.admin.json("POST", f"{study.at}/{waiting['analysis_id']}/release", {})).json()

    assert (late["state"], late["reason"]) == ("refused", LEFT)
    assert after["state"] == "refused"
    assert [one["rule"] for one in after["outputs"][0]["findings"]] == ["differencing"]
    listed = (await study.admin.json("GET", study.at)).json()["analyses"]
    assert sorted(one["state"] for one in listed) == ["refused", "refused", "released"]


async def test_a_specification_that_cannot_be_run_says_where(service: RunningService) -> None:
    study = await analysed(service, clients=0)

    async def pointers(asked: dict[str, Any]) -> list[str | None]:
        answer = await study.researcher.json("POST", study.at, asked)
        assert answer.status_code == 422, answer.text
        return [one.get("pointer") for one in answer.json()["errors"]]

    twice = ANALYSIS_EXAMPLE | {"outputs": [*ANALYSIS_EXAMPLE["outputs"]] * 2}
    assert await pointers(twice) == ["#/outputs/1/name"]
    assert await pointers(ANALYSIS_EXAMPLE | {"table": "advice"}) == ["#/table"]
    assert await pointers(ANALYSIS_EXAMPLE | {"more": 1}) == ["#/more"]


async def test_nothing_is_run_for_others_or_of_a_study_that_is_not_approved(service: RunningService) -> None:
    study = await analysed(service, clients=0)
    manager = await staff(service, "mia@example.org", "manager")
    other = await staff(service, "olga@example.org", "researcher")
    draft = uuid4()
    await send(study.researcher, draft, DRAFT_STUDY_EXAMPLE["commands"][0])

    answers = [
        await other.json("POST", study.at, ANALYSIS_EXAMPLE),
        await manager.json("GET", study.at),
        await study.researcher.json("POST", f"/studies/{draft}/analyses", ANALYSIS_EXAMPLE),
        await study.researcher.json("GET", f"{study.at}/{uuid4()}"),
        await study.researcher.json("POST", f"/studies/{uuid4()}/analyses", ANALYSIS_EXAMPLE),
    ]

    assert [(one.status_code, one.json()["type"]) for one in answers] == [
        (403, "/problems/forbidden"),
        (403, "/problems/forbidden"),
        (409, "/problems/analysis-state"),
        (404, "/problems/unknown-analysis"),
        (404, "/problems/unknown-study"),
    ]


async def test_who_asked_cancels_what_is_not_computed_yet(service: RunningService) -> None:
    study = await analysed(service, clients=0)
    other = await staff(service, "olga@example.org", "researcher")

    asked = (await study.researcher.json("POST", study.at, ANALYSIS_EXAMPLE)).json()
    at = f"{study.at}/{asked['analysis_id']}"
    foreign = await other.json("POST", f"{at}/cancellation", {})
    early = await study.admin.json("POST", f"{at}/release", {})
    cancelled = (await study.researcher.json("POST", f"{at}/cancellation", {})).json()
    again = await study.researcher.json("POST", f"{at}/cancellation", {})

    assert (asked["state"], asked["position"], asked["progress"]["done"]) == ("running", None, 0)
    assert (foreign.status_code, early.status_code) == (403, 409)
    assert (cancelled["state"], again.json()["state"]) == ("cancelled", "cancelled")


async def test_a_person_has_five_open_at_a_time(service: RunningService) -> None:
    study = await analysed(service, clients=0)
    answers = [await study.researcher.json("POST", study.at, ANALYSIS_EXAMPLE) for _ in range(MOST_OPEN + 1)]

    assert [one.status_code for one in answers] == [202] * MOST_OPEN + [409]
    assert answers[-1].json()["type"] == "/problems/too-many-jobs"
    for one in answers[:-1]:
        await study.researcher.json("POST", f"{study.at}/{one.json()['analysis_id']}/cancellation", {})


async def test_what_is_sent_again_under_its_id_is_computed_once(service: RunningService) -> None:
    study = await analysed(service)
    at = f"{study.at}?analysis_id={uuid4()}"

    first = await study.researcher.json("POST", at, ANALYSIS_EXAMPLE)
    again = await study.researcher.json("POST", at, ANALYSIS_EXAMPLE)
    done = await study.computed(first.json()["analysis_id"])
    later = await study.researcher.json("POST", at, ANALYSIS_EXAMPLE)
    other = await study.researcher.json("POST", at, ANALYSIS_EXAMPLE | {"title": "Another one"})

    assert (first.status_code, again.status_code, later.status_code) == (202, 202, 202)
    assert {one.json()["analysis_id"] for one in (first, again, later)} == {done["analysis_id"]}
    assert later.json()["state"] == done["state"]
    assert other.status_code == 409
    assert len((await study.researcher.json("GET", study.at)).json()["analyses"]) == 1


async def test_one_that_ends_while_the_list_is_read_is_in_it(service: RunningService) -> None:
    study = await analysed(service)
    services = service.app.state.services
    of_study = services.analyses._jobs.of_study
    asked = (await study.researcher.json("POST", study.at, ANALYSIS_EXAMPLE)).json()

    async def slowly(*stated: Any) -> Any:
        jobs = await of_study(*stated)
        await study.computed(asked["analysis_id"])
        return jobs

    services.analyses._jobs.of_study = slowly
    listed = (await study.researcher.json("GET", study.at)).json()["analyses"]

    assert [(one["analysis_id"], one["state"]) for one in listed] == [(asked["analysis_id"], "waiting")]
