"""A study of recorded clients, exported, checked and tried by the command line; one of them withdraws."""

import json
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.study.commands import ApproveExtract, ApproveStudy, DraftStudy, SubmitStudy
from service.accounts.caller import AccountRole
from service.cli.database import DatabaseLocation
from service.cli.operator_context import OperatorContext, open_operator_context
from service.encryption.keyring import DEVELOPMENT_KEYRING
from service.settings import Settings
from tests.cli.conftest import Run
from tests.cli.test_simulate_into_a_database import simulated
from tests.commands import execute
from tests.domain.study.test_study import OLE, RUTH, STATED
from tests.research.exports.simulated_folder import files_in

STARTS = date(2026, 11, 2)
RESEARCHER, OTHER, ADMIN = "rosa@harbour.example", "otto@harbour.example", "ada@harbour.example"


class ToldStudy:
    """A study that was drafted, approved and agreed to in an organisation."""

    def __init__(self, context: OperatorContext, tenant_id: UUID, study_id: UUID) -> None:
        self._context, self.tenant_id, self.study_id = context, tenant_id, study_id

    async def approved(self, *, on: date) -> None:
        stated = {"happened_on": on, "starts_on": STARTS, "ends_on": on + timedelta(90), "access": "extract"}
        stated |= {"variables": ("participants.track", "participants.weeks", "events.fields")}
        for actor_id, command in (
            (RUTH, DraftStudy(**STATED | stated)),
            (RUTH, SubmitStudy(happened_on=on)),
            (OLE, ApproveStudy(happened_on=on, seed=uuid4())),
        ):
            await self._tell(actor_id, command)

    async def let_out(self, *, on: date) -> None:
        await self._tell(OLE, ApproveExtract(happened_on=on))

    async def agreed(self, journey_id: UUID, *, on: date) -> UUID:
        consent_id = uuid4()
        command = GiveConsent(
            happened_on=on, consent_id=consent_id, purpose="research", wording=1, study_id=self.study_id
        )
        await self._of_client(journey_id, command)
        return consent_id

    async def withdrawn(self, journey_id: UUID, consent_id: UUID, *, on: date) -> None:
        await self._of_client(journey_id, WithdrawConsent(happened_on=on, consent_id=consent_id))

    async def _of_client(self, journey_id: UUID, command: GiveConsent | WithdrawConsent) -> None:
        await execute(self._context.services.journeys, journey_id, command, tenant_id=self.tenant_id)

    async def _tell(
        self, actor_id: UUID, command: DraftStudy | SubmitStudy | ApproveStudy | ApproveExtract
    ) -> None:
        studies = self._context.services.studies
        await execute(studies, self.study_id, command, actor_id=actor_id, tenant_id=self.tenant_id)


async def test_a_study_is_exported_checked_and_made_anew(
    soundings: Run, database: str, tmp_path: Path
) -> None:
    about = simulated(soundings, database, "--clients", "12")
    journeys = [
        UUID(json.loads(one)["journey_id"]) for one in soundings("journeys", "--json").stdout.splitlines()
    ]
    study_id = str(uuid4())
    export = ("research", "export", study_id, "--to", tmp_path / "export", "--processes", "1")
    settings = Settings(
        access="accounts",
        keyring_json=DEVELOPMENT_KEYRING.to_json().decode(),
        ledger=str(tmp_path / "ledger"),
    )
    place = DatabaseLocation(database_url=database, data_dir=tmp_path)
    async with open_operator_context(database, place, settings) as context:
        today = context.services.clock().date()
        told = ToldStudy(context, UUID(str(about["tenant_id"])), UUID(study_id))
        await told.approved(on=today)
        consents = [await told.agreed(one, on=today) for one in journeys[:11]]
        refused = soundings(*export)
        await told.let_out(on=today)

        made = soundings(*export, "--json")
        files = files_in(tmp_path / "export")
        fresh = soundings("research", "check", tmp_path / "export")
        await told.withdrawn(journeys[0], consents[0], on=today)
        stale = soundings("research", "check", tmp_path / "export", "--json")
        again = soundings(*export)
        kit = soundings(
            "research", "dummy", study_id, "--clients", "3", "--weeks", "1", "--to", tmp_path / "kit"
        )

    assert refused.returncode == 1
    assert "has not approved yet" in refused.stderr
    assert made.returncode == 0, made.stderr
    manifest = json.loads(made.stdout)
    assert (manifest["kind"], manifest["participants"]) == ("study", 11)
    assert manifest["tables"] == ["events", "participants"]
    assert fresh.returncode == 0, fresh.stderr
    assert "the export may be used" in fresh.stdout
    assert stale.returncode == 3
    assert json.loads(stale.stdout)["stale"] == [{"bucket": 0, "gone": 1}]
    assert again.returncode == 1
    assert f"--position {manifest['position']}" in again.stderr
    assert files_in(tmp_path / "export") == files
    assert kit.returncode == 0, kit.stderr
    for file in files.values():
        assert str(about["tenant_id"]).encode() not in file
        assert not any(str(one).encode() in file for one in journeys)


async def test_an_analysis_is_computed_in_place_and_released_by_another_person(
    soundings: Run, database: str, tmp_path: Path
) -> None:
    about = simulated(soundings, database, "--clients", "12")
    tenant = str(about["tenant_id"])
    journeys = [
        UUID(json.loads(one)["journey_id"]) for one in soundings("journeys", "--json").stdout.splitlines()
    ]
    study_id = str(uuid4())
    specification = tmp_path / "analysis.json"
    output = {"type": "table", "name": "all", "rows": "everybody"}
    asked = {"table": "participants", "derive": {"everybody": "weeks >= 0"}, "outputs": [output]}
    specification.write_text(json.dumps(asked))
    settings = Settings(
        access="accounts",
        keyring_json=DEVELOPMENT_KEYRING.to_json().decode(),
        ledger=str(tmp_path / "ledger"),
    )
    place = DatabaseLocation(database_url=database, data_dir=tmp_path)
    async with open_operator_context(database, place, settings) as context:
        today = context.services.clock().date()
        told = ToldStudy(context, UUID(tenant), UUID(study_id))
        await told.approved(on=today)
        for one in journeys:
            await told.agreed(one, on=today)
        caller = await context.operator(tenant)
        people: tuple[tuple[str, AccountRole], ...]
        people = ((RESEARCHER, "researcher"), (OTHER, "researcher"), (ADMIN, "admin"))
        for email, role in people:
            invited = await context.accounts.invite(caller, email, role, locale="en")
            await context.accounts.accept_invitation(invited.link_secret, name="Somebody", consents=())
        coaches = [
            str(one.email) for one in await context.accounts.list_people(caller) if "coach" in one.roles
        ]

    nobody = soundings("research", "run", study_id, specification, "--by", coaches[0])
    stranger = soundings("research", "run", study_id, specification, "--by", RESEARCHER)
    researchers = ("research", "researchers", study_id)
    added = [
        soundings(*researchers, "--add", email, "--by", ADMIN, "--json") for email in (RESEARCHER, OTHER)
    ]
    assert [one.returncode for one in added] == [0, 0], added[0].stderr
    assert len(json.loads(added[1].stdout)["researchers"]) == 3
    not_leading = soundings(*researchers, "--remove", OTHER, "--by", RESEARCHER)
    no_researcher = soundings(*researchers, "--add", coaches[0], "--by", ADMIN)
    assert (stranger.returncode, not_leading.returncode, no_researcher.returncode) == (1, 1, 1)
    assert "not one of the researchers of this study" in stranger.stderr
    assert "There is no such researcher here." in no_researcher.stderr
    assert [one.count("\n") for one in (stranger.stderr, not_leading.stderr, no_researcher.stderr)] == [
        1,
        1,
        1,
    ]
    assert "Somebody" in soundings(*researchers, "--by", RESEARCHER).stdout
    ran = soundings("research", "run", study_id, specification, "--by", RESEARCHER, "--json")
    assert ran.returncode == 0, ran.stderr
    analysis = json.loads(ran.stdout)
    waiting = soundings("research", "releases", study_id)
    alone = soundings("research", "release", analysis["analysis_id"], "--by", RESEARCHER)
    released = soundings("research", "release", analysis["analysis_id"], "--by", OTHER)

    assert nobody.returncode == 1
    assert nobody.stderr.count("\n") == 1
    assert analysis["state"] == "waiting"
    assert [one["lines"] for one in analysis["outputs"]] == [[]]
    assert "people 10" not in waiting.stdout
    assert "soundings research release" in waiting.stdout
    assert alone.returncode == 1
    assert "somebody else than who asked for it has to decide" in alone.stderr
    assert released.returncode == 0, released.stderr
    assert "everybody True, people 10" in released.stdout
