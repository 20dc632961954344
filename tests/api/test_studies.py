"""Studies over the API: drafted, decided, defined and counted."""

from typing import Any
from uuid import uuid4

from service.api.examples import DRAFT_STUDY_EXAMPLE
from tests.api.test_people import client_with_journey, service, staff, tell
from tests.commands import command_json
from tests.http.running_service import Browser, RunningService

__all__ = ["service"]


async def send(who: Browser, study_id: object, *commands: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    body = {"command_id": str(uuid4()), "commands": commands}
    answer = await who.json("POST", f"/studies/{study_id}/commands", body)
    return answer.status_code, answer.json()


async def test_a_study_is_drafted_decided_and_counted(service: RunningService) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")
    admin = await staff(service, "grace@example.org", "admin")
    client, journey_id = await client_with_journey(service)
    study_id, approve = uuid4(), command_json("ApproveStudy", "2026-06-01", seed=str(uuid4()))

    status, recorded = await send(researcher, study_id, *DRAFT_STUDY_EXAMPLE["commands"])
    assert (status, recorded["events"]) == (201, 2)
    assert (await send(researcher, study_id, approve))[0] == 403
    assert (await client.json("GET", "/studies/definitions")).json() == {"definitions": []}
    assert (await send(admin, study_id, approve))[0] == 201

    position = (await send(admin, study_id, command_json("ApproveStudy", "2026-06-01", seed=str(uuid4()))))[1]
    listed = (await researcher.json("GET", f"/studies?wait_for={position['position']}")).json()["studies"]
    assert [(one["study_id"], one["state"]) for one in listed] == [(str(study_id), "approved")]
    (published,) = (await client.json("GET", "/studies/definitions")).json()["definitions"]
    assert published["invitation"]["en"].startswith("May we")
    consent = {"consent_id": str(uuid4()), "purpose": "research", "study_id": str(study_id)}
    await tell(client, journey_id, command_json("GiveConsent", "2026-06-01", wording=1, **consent))

    history = (await admin.json("GET", f"/studies/{study_id}/decisions")).json()["decisions"]
    assert [one["type"] for one in history] == ["StudyDrafted", "StudySubmitted", "StudyApproved"]
    counted = (await researcher.json("GET", f"/studies/{study_id}/participants")).json()["participants"]
    assert counted == {"asked": None, "agreed": None, "withdrawn": None}


async def test_a_consent_names_an_open_study_in_its_words(service: RunningService) -> None:
    client, journey_id = await client_with_journey(service)
    consent = command_json(
        "GiveConsent",
        "2026-06-01",
        consent_id=str(uuid4()),
        purpose="research",
        wording=1,
        study_id=str(uuid4()),
    )

    body = {"command_id": str(uuid4()), "commands": [consent]}
    answer = await client.json("POST", f"/journeys/{journey_id}/commands", body)

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["pointer"] == "#/commands/0/study_id"


async def test_a_variable_that_is_no_column_is_refused_beside_its_field(service: RunningService) -> None:
    researcher = await staff(service, "ruth@example.org", "researcher")
    drafted = DRAFT_STUDY_EXAMPLE["commands"][0] | {"variables": ["person_week.steps", "person_week.stepz"]}

    status, problem = await send(researcher, uuid4(), drafted)

    assert status == 422
    assert problem["errors"][0]["pointer"] == "#/commands/0/variables"
    assert "person_week.stepz" in problem["errors"][0]["detail"]
