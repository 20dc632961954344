"""A study from its draft to a client's answer, at the pages of each who has a part in it."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from service.research.exports.definition_file import read_definition
from tests.api.test_people import client_with_journey, service, staff
from tests.http.running_service import Browser, RunningService
from tests.impossible_dates import IMPOSSIBLE
from tests.web.sample import uid
from tests.web.test_deputies import at_browser, person

__all__ = ["service"]

DRAFT: dict[str, Any] = {
    "title": "What clients learn of their chances",
    "question": "Do beliefs come nearer to what happens?",
    "plan": "Compare each guess with its answer.",
    "variables": ["forecasts.about", "person_week.week"],
    "starts_on": "2026-06-01",
    "ends_on": "2026-12-31",
    "who": "Everybody who looks for work.",
    "legal_ground": "consent",
    "access": "in_place",
    "invitation-en": "May we read your journey?",
    "invitation-nl": "Mogen wij je reis lezen?",
    "arms": "usual 50\nearly 50",
    "draw": "by_person",
}


async def drafted(researcher: Browser, **changed: Any) -> str:
    """The address of a new draft."""
    answer = await researcher.post("/studies", **DRAFT | changed)
    assert answer.status_code == 303, re.findall(r'class="error"[^>]*>([^<]*)', answer.text)
    return answer.headers["location"].partition("?")[0]


async def text_of(browser: Browser, address: str) -> str:
    answer = await browser.get(address)
    assert answer.status_code == 200, address
    return answer.text


def wording(html: str) -> str:
    found = re.search(r'name="wording" value="(\d+)"', html)
    return found[1] if found else ""


async def test_a_study_is_drafted_approved_agreed_to_and_withdrawn_from(service: RunningService) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")
    admin = await staff(service, "grace@example.org", "admin")
    client, journey_id = await client_with_journey(service)
    at, data = await drafted(researcher), f"/journeys/{journey_id}/data"
    study_id = at.rpartition("/")[2]

    assert "Studies that ask you" not in await text_of(client, data)
    assert (await client.post(f"{data}/consent", purpose="research")).status_code == 303
    submitted = await researcher.post(f"{at}/submit")
    assert submitted.headers["location"] == f"{at}?told=submitted"
    assert "One study waits for approval." in await text_of(admin, "/studies")
    early = await client.post(f"{data}/study", study_id=study_id, wording="1")
    assert (early.status_code, "This study does not ask you now." in early.text) == (422, True)

    assert (await admin.post(f"{at}/approve")).headers["location"] == f"{at}?told=approved"
    shown = await text_of(client, data)
    assert "Mogen wij je reis lezen?" in shown or "May we read your journey?" in shown
    assert f'href="/journeys/{journey_id}/data#studies"' in await text_of(
        client, f"/journeys/{journey_id}/more"
    )
    outdated = await client.post(f"{data}/study", study_id=study_id, wording="7")
    assert "The text about this study has changed." in outdated.text
    agreed = await client.post(f"{data}/study", study_id=study_id, wording=wording(shown))
    assert agreed.headers["location"].startswith(f"{data}?told=study&")

    [one] = await taking_part(service, study_id)
    assert (one.journey_id, one.wording, one.arm in {"usual", "early"}) == (journey_id, 1, True)
    again = await text_of(client, data)
    assert "for one study: What clients learn of their chances" in re.sub(r"<[^>]+>", "", again)
    assert "data#studies" not in await text_of(client, f"/journeys/{journey_id}/more")
    assert "Too few people to show how many have agreed." in await text_of(researcher, at)

    consent = re.search(r'name="consent_id" value="([^"]+)"', again.partition("for one study")[2])
    assert consent
    await client.post(f"{data}/take-back", consent_id=consent[1])
    assert await taking_part(service, study_id) == ()


async def taking_part(service: RunningService, study_id: str) -> Any:
    services = service.app.state.services
    assert await services.projector.wait_for(await services.log.head(), 5)
    return await services.studies.participants(service.by().tenant_id, UUID(study_id))


async def test_not_now_is_asked_no_more_and_can_still_be_agreed_to(service: RunningService) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")
    admin = await staff(service, "grace@example.org", "admin")
    client, journey_id = await client_with_journey(service)
    at, data = await drafted(researcher, arms=""), f"/journeys/{journey_id}/data"
    await researcher.post(f"{at}/submit")
    await admin.post(f"{at}/approve")
    study_id = at.rpartition("/")[2]

    # Who does not let researchers ask finds it on the page of privacy only.
    assert "Not now" in await text_of(client, data)
    assert "data#studies" not in await text_of(client, f"/journeys/{journey_id}/more")
    later = await client.post(f"{data}/study-later", study_id=study_id)

    assert later.headers["location"] == f"{data}?told=study-later"
    assert "You said: not now" in await text_of(client, data)
    assert "data#studies" not in await text_of(client, f"/journeys/{journey_id}/more")
    agreed = await client.post(f"{data}/study", study_id=study_id, wording="1")
    assert agreed.status_code == 303


async def test_it_takes_four_eyes_and_the_right_roles(service: RunningService) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")
    admin = await staff(service, "grace@example.org", "admin")
    manager = await staff(service, "mia@example.org", "manager")
    other = await staff(service, "rob@example.org", "researcher")
    at = await drafted(researcher)
    await researcher.post(f"{at}/submit")

    refused = {
        "manager reads": (await manager.get(at)).status_code,
        "manager drafts": (await manager.post("/studies", **DRAFT)).status_code,
        "other researcher drafts over it": (await other.post(f"{at}/revise", **DRAFT)).status_code,
        "researcher approves": (await researcher.post(f"{at}/approve")).status_code,
        "researcher returns": (await researcher.post(f"{at}/return", reason="no")).status_code,
        "other researcher closes": (await other.post(f"{at}/close")).status_code,
        "nothing there": (await researcher.get(f"/studies/{uid('none')}")).status_code,
    }

    assert refused == {
        "manager reads": 403,
        "manager drafts": 403,
        "other researcher drafts over it": 403,
        "researcher approves": 422,
        "researcher returns": 422,
        "other researcher closes": 403,
        "nothing there": 404,
    }
    assert (await admin.post(f"{at}/return", reason="Whom do you ask?")).status_code == 303
    assert "Whom do you ask?" in await text_of(researcher, at)


async def test_a_draft_half_made_says_everything_that_is_missing(service: RunningService) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")

    shown = await researcher.post("/studies", title=" ", arms="early half", plan="Kept as it was typed.")

    assert shown.status_code == 422
    for sentence in (
        "Give the study a title.",
        "Tick at least one variable.",
        "in at least one language.",
        "Write a name and a share in percent on each line",
    ):
        assert sentence in shown.text
    assert "Kept as it was typed." in shown.text


async def test_an_extract_is_approved_apart(service: RunningService) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")
    admin = await staff(service, "grace@example.org", "admin")
    at = await drafted(researcher, access="extract")
    await researcher.post(f"{at}/submit")
    await admin.post(f"{at}/approve")
    before = await text_of(researcher, at)
    assert f'href="{at}/data"' not in before
    assert "An administrator has not approved yet that a file leaves." in before
    assert "The data of those who agreed stay here." not in before

    assert (await admin.post(f"{at}/extract")).status_code == 303

    assert f'href="{at}/data"' in await text_of(researcher, at)


async def test_the_dummy_kit_of_an_approved_study_is_downloaded_and_the_same_again(
    service: RunningService,
) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")
    admin = await staff(service, "grace@example.org", "admin")
    at = await drafted(researcher)
    early = await researcher.get(f"{at}/dummy.zip")
    await researcher.post(f"{at}/submit")
    await admin.post(f"{at}/approve")

    kit, again = await researcher.get(f"{at}/dummy.zip"), await researcher.get(f"{at}/dummy.zip")

    assert (early.status_code, kit.status_code) == (404, 200)
    assert kit.content == again.content
    with zipfile.ZipFile(io.BytesIO(kit.content)) as packed:
        names = set(packed.namelist())
        manifest = json.loads(packed.read("manifest.json"))
    assert {"manifest.json", "datapackage.json", "CODEBOOK.md", "TERMS.txt"} <= names
    assert manifest["kind"] == "dummy"


async def test_every_form_of_a_study_sent_again_a_day_later_is_answered_like_the_first(
    service: RunningService,
) -> None:
    ruth = await person(service, "Ruth", "researcher")
    grace = await person(service, "Grace", "admin")
    _, journey_id = await client_with_journey(service)
    (anna,) = [
        one.person_id
        for one in await service.accounts.list_people(service.by())
        if one.email == "anna@example.org"
    ]
    at = await drafted(await at_browser(service, ruth), access="extract", command_id=str(uid("draft")))
    study_id, data = at.rpartition("/")[2], f"/journeys/{journey_id}/data"
    agreed = {"study_id": study_id, "wording": "2"}
    forms: list[tuple[UUID, str, dict[str, Any]]] = [
        (ruth, "/studies", DRAFT | {"access": "extract", "command_id": str(uid("draft"))}),
        (ruth, f"{at}/submit", {"command_id": str(uid("submit"))}),
        (grace, f"{at}/return", {"reason": "Whom do you ask?", "command_id": str(uid("return"))}),
        (
            ruth,
            f"{at}/revise",
            DRAFT | {"access": "extract", "who": "You.", "command_id": str(uid("revise"))},
        ),
        (ruth, f"{at}/submit", {"command_id": str(uid("submit again"))}),
        (grace, f"{at}/approve", {"command_id": str(uid("approve"))}),
        (grace, f"{at}/extract", {"command_id": str(uid("extract"))}),
        (anna, f"{data}/study-later", agreed | {"command_id": str(uid("later"))}),
        (anna, f"{data}/study", agreed | {"command_id": str(uid("agree"))}),
        (ruth, f"{at}/close", {"command_id": str(uid("close"))}),
    ]

    async def all_sent() -> tuple[list[str], int]:
        people = {one: await at_browser(service, one) for one in (ruth, grace, anna)}
        ways: list[str] = []
        for who, address, fields in forms:
            answer = await people[who].post(address, **fields)
            ways.append(answer.headers.get("location", answer.text))
        return ways, await service.app.state.services.log.head()

    first = await all_sent()
    service.clock.on(days=1)

    assert await all_sent() == first
    assert all(one.startswith("/") for one in first[0])


@pytest.mark.parametrize("name", ["starts_on", "ends_on"])
async def test_impossible_days_of_a_study_are_refused_in_a_sentence(
    service: RunningService, name: str
) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")
    before = await service.app.state.services.log.head()
    for day in map(str, IMPOSSIBLE):
        page = await researcher.post("/studies", **DRAFT | {name: day})

        assert (page.status_code, "Enter a date from 1\u00a0January 1970" in page.text) == (422, True), day
    assert await service.app.state.services.log.head() == before


async def test_a_study_has_its_researchers_and_whoever_took_part_reads_what_came_of_it(
    service: RunningService,
) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")
    other = await staff(service, "rob@example.org", "researcher")
    admin = await staff(service, "grace@example.org", "admin")
    client, journey_id = await client_with_journey(service)
    at, data = await drafted(researcher, arms="", language="en"), f"/journeys/{journey_id}/data"
    study_id = at.rpartition("/")[2]
    assert "You are not one of the researchers" in await text_of(other, at)
    chosen = re.search(r'<option value="([0-9a-f-]{36})"', (await text_of(researcher, at)))
    assert chosen
    assert (await researcher.post(f"{at}/add-researcher", researcher_id=chosen[1])).status_code == 303
    assert "You are not one of the researchers" not in await text_of(other, at)
    await researcher.post(f"{at}/submit")
    await admin.post(f"{at}/approve")
    await client.post(f"{data}/study", study_id=study_id, wording="1")

    half = await researcher.post(f"{at}/summarise", **{"summary-en": "Guesses came nearer."})
    assert half.status_code == 422
    written = {"summary-en": "Guesses came nearer.", "summary-nl": "Het kwam dichterbij."}
    assert (await researcher.post(f"{at}/summarise", **written)).status_code == 303
    assert "came nearer" not in await text_of(client, data)
    assert (await researcher.post(f"{at}/publish", revision="1")).status_code in {403, 422}
    assert (await admin.post(f"{at}/publish", revision="1")).status_code == 303
    shown = await text_of(client, data)
    assert "Guesses came nearer." in shown or "Het kwam dichterbij." in shown


async def test_the_definition_of_an_approved_study_makes_kits_on_a_machine_of_ones_own(
    service: RunningService, tmp_path: Path
) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")
    admin = await staff(service, "grace@example.org", "admin")
    at = await drafted(researcher)
    assert (await researcher.get(f"{at}/study.json")).status_code == 404
    await researcher.post(f"{at}/submit")
    await admin.post(f"{at}/approve")

    answer = await researcher.get(f"{at}/study.json")
    (tmp_path / "study.json").write_bytes(answer.content)

    assert answer.headers["content-disposition"] == 'attachment; filename="study.json"'
    assert read_definition(tmp_path / "study.json").study_id == UUID(at.rpartition("/")[2])


async def test_who_lacks_the_role_reads_about_her_account_and_not_about_journeys(
    service: RunningService,
) -> None:
    coach = await staff(service, "karin@example.org", "coach")

    answer = await coach.get("/studies")

    assert answer.status_code == 403
    assert "A journey belongs to its client" not in answer.text
    assert 'href="/account"' in answer.text.partition("<main")[2]
