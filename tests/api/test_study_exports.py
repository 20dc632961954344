"""Exports of studies over the API: made meanwhile, taken out as one file, and gone as soon as somebody in them leaves."""

import asyncio
import stat
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest

from service.container import Services
from service.encryption.keyring import DEVELOPMENT_KEYRING
from service.personal_data.erasure.journey_eraser import JourneyEraser
from service.research.exports.pseudonyms import pseudonym
from service.research.exports.reading import open_export
from tests.api.test_analyses import AnalysedStudy
from tests.api.test_people import service, staff
from tests.api.test_studies import send
from tests.commands import command_json
from tests.http.running_service import RunningService

__all__ = ["service"]

VARIABLES = ("participants.weeks", "person_week.steps", "events.fields")
ASKED = {"tables": ["participants", "person_week"], "formats": ["parquet"]}


class ExportedStudy(AnalysedStudy):
    """A study whose data may leave."""

    @property
    def exports(self) -> str:
        return f"/studies/{self.study_id}/exports"

    @property
    def services(self) -> Services:
        found: Services = self.service.app.state.services
        return found

    async def let_leave(self) -> None:
        await self.draft(variables=VARIABLES, access="extract")
        assert (await send(self.admin, self.study_id, command_json("ApproveExtract", "2026-06-01")))[0] == 201

    async def asks(self, asked: dict[str, Any] = ASKED) -> dict[str, Any]:
        answer = await self.researcher.json("POST", self.exports, asked)
        assert answer.status_code == 202, answer.text
        return await self.ended(answer.json())

    async def ended(self, export: dict[str, Any]) -> dict[str, Any]:
        async with asyncio.timeout(60):
            while (found := await self.status(export))["state"] in {"waiting", "running"}:
                await asyncio.sleep(0.1)
        return found

    async def file(self, export: dict[str, Any]) -> Any:
        return await self.researcher.http.get(f"/api/v1{self.exports}/{export['export_id']}/file")

    async def status(self, export: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = (
            await self.researcher.json("GET", f"{self.exports}/{export['export_id']}")
        ).json()
        return found

    def files(self) -> list[Path]:
        kept = self.services.erasure.exports
        assert kept
        return sorted(kept.path(self.service.by().tenant_id, uuid4()).parent.glob("*"))


async def exported(service: RunningService, clients: int = 12) -> ExportedStudy:
    found = ExportedStudy(
        service,
        await staff(service, "ruth@example.org", "researcher"),
        await staff(service, "grace@example.org", "admin"),
    )
    await found.let_leave()
    await found.agree(clients)
    return found


async def test_an_export_is_asked_for_made_and_taken_out_in_the_same_bytes(
    service: RunningService, tmp_path: Path
) -> None:
    study = await exported(service)
    export_id = str(uuid4())

    first = await study.researcher.json("POST", study.exports, ASKED | {"export_id": export_id})
    made = await study.asks(ASKED | {"export_id": export_id})
    one, two = await study.file(made), await study.file(made)

    assert first.json()["state"] in {"waiting", "running"}
    assert made["state"] == "ready"
    assert made["total"] in {0, 100}
    assert (made["file"]["participants"], made["tables"]) == (10, ASKED["tables"])
    assert one.content == two.content
    assert one.headers["content-disposition"] == f'attachment; filename="export-{export_id}.zip"'
    assert sha256(one.content).hexdigest() == made["file"]["zip_sha256"]
    ZipFile(BytesIO(one.content)).extractall(tmp_path)
    opened = open_export(tmp_path)
    assert opened.manifest.sha256 == made["file"]["sha256"]
    assert opened.manifest.participants == 12
    assert {path.name for path in tmp_path.iterdir()} >= {"tables", "histories"}
    assert not (tmp_path / "stata").exists()
    people = await study.asks({"tables": ["participants"], "formats": ["parquet"]})
    assert (people["file"]["participants"], people["file"]["rows"]) == (10, 10)
    assert people["file"]["events"] % 5 == 0
    path, _ = study.files()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    again = await study.asks()
    assert again["state"] == "ready", again
    assert again["file"]["zip_sha256"] == made["file"]["zip_sha256"]


async def test_everybody_in_it_reads_who_took_it_out(service: RunningService) -> None:
    study = await exported(service)
    made = await study.asks()
    assert made["downloads"] == []

    await study.file(made)

    (taken,) = (await study.status(made))["downloads"]
    assert taken["by"] == made["asked_by"]
    accounts = study.services.accounts
    assert accounts
    log = accounts.authorizer.access_log
    await log.flush()
    for client, _ in study.clients:
        page = await log.page(service.by().tenant_id, client.journey_id, None, 9)
        assert [(one.act, one.role, str(one.actor_id)) for one in page.looks] == [
            ("export_studies", "researcher", taken["by"])
        ]


async def test_who_withdraws_takes_the_file_away_and_is_not_in_the_next(
    service: RunningService, tmp_path: Path
) -> None:
    study = await exported(service)
    made = await study.asks()

    await study.withdraw(3)
    late = await study.file(made)
    again = await study.asks()

    assert (late.status_code, late.json()["type"]) == (409, "/problems/export-state")
    gone = await study.status(made)
    assert (gone["state"], gone["file"]["gone_because"]) == ("gone", "left")
    assert [path.stem for path in study.files()] == [again["export_id"]]
    ZipFile(BytesIO((await study.file(again)).content)).extractall(tmp_path)
    tenant_id = service.by().tenant_id
    key = DEVELOPMENT_KEYRING.study_key(tenant_id, study.study_id)
    names = {pseudonym(key, client.journey_id) for client, _ in study.clients}
    assert names - set(open_export(tmp_path).frame("participants")["pseudonym"]) == {
        pseudonym(key, study.clients[3][0].journey_id)
    }
    listed = (await study.admin.json("GET", study.exports)).json()["exports"]
    assert {one["state"] for one in listed} == {"ready", "gone"}


async def test_an_erasure_deletes_the_files_that_hold_somebody(service: RunningService) -> None:
    study = await exported(service)
    made = await study.asks()
    assert len(study.files()) == 1

    await JourneyEraser(study.services.erasure).erase(study.clients[5][0].journey_id)

    assert study.files() == []
    assert (await study.status(made))["file"]["gone_because"] == "left"


async def test_of_fewer_than_ten_nothing_is_exported(service: RunningService) -> None:
    study = await exported(service, clients=10)
    waiting = await study.researcher.json("POST", study.exports, ASKED)
    await study.withdraw(0)
    ended = await study.ended(waiting.json())

    refused = await study.researcher.json("POST", study.exports, ASKED)

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/export-state")
    assert "fewer than 10 people" in refused.json()["detail"]
    assert (ended["state"], ended["reason"]) in {("failed", "too_few"), ("gone", "")}
    assert study.files() == []


async def test_a_file_goes_after_its_days(service: RunningService) -> None:
    study = await exported(service)
    made = await study.asks()
    clear_up = study.services.tasks["old exports"].run_once
    service.clock.on(days=13)
    await clear_up()
    assert len(study.files()) == 1

    service.clock.on(days=1)
    await clear_up()

    assert study.files() == []
    assert study.services.research
    (old,) = await study.services.research.exports.of_study(service.by().tenant_id, study.study_id)
    assert (str(old.export_id), old.state) == (made["export_id"], "gone")
    assert old.made
    assert old.made.gone_because == "age"


async def test_a_file_goes_with_its_study(service: RunningService) -> None:
    study = await exported(service)
    new = await study.asks()

    assert (await send(study.researcher, study.study_id, command_json("CloseStudy", "2026-06-01")))[0] == 201
    refused = await study.researcher.json("POST", study.exports, ASKED)

    assert (await study.status(new))["file"]["gone_because"] == "closed"
    assert refused.status_code == 409
    assert study.files() == []


async def test_files_that_no_export_is_known_of_go(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = await exported(service)
    await study.asks()
    (kept,) = study.files()
    kept.with_name(f"{uuid4()}.zip").write_bytes(b"left by a process that was killed")
    monkeypatch.setattr("service.research.export_files.UNKNOWN_SECONDS", -1.0)

    await study.services.tasks["old exports"].run_once()

    assert study.files() == [kept]


async def test_what_was_not_approved_is_not_exported(service: RunningService) -> None:
    study = await exported(service)
    in_place = ExportedStudy(service, study.researcher, study.admin)
    await in_place.approve()

    other_table = await study.researcher.json("POST", study.exports, {"tables": ["advice"]})
    not_there = await study.researcher.json("GET", f"{study.exports}/{uuid4()}/file")
    other_study = await in_place.researcher.json("POST", in_place.exports, ASKED)
    by_admin = await study.admin.json("POST", study.exports, ASKED)

    assert (other_table.status_code, by_admin.status_code) == (409, 403)
    assert "without the table advice" in other_table.json()["detail"]
    assert not_there.json()["type"] == "/problems/unknown-export"
    assert "analysed in place" in other_study.json()["detail"]


async def test_one_that_waits_is_cancelled_by_who_asked(service: RunningService) -> None:
    study = await exported(service)
    asked = (await study.researcher.json("POST", study.exports, ASKED)).json()

    cancelled = await study.researcher.json("POST", f"{study.exports}/{asked['export_id']}/cancellation")

    assert cancelled.json()["state"] == "cancelled"
    assert (await study.status(asked))["file"] is None
    assert study.files() == []
