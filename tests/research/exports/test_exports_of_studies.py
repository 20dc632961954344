"""Exports of a study from a real log: who is in them, what is not, and what an erasure makes of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec import Struct
from msgspec.structs import replace

from domain.journey.commands.consents import WithdrawConsent
from domain.journey.events.consents import ConsentGiven
from domain.journey.events.roles import RoleLinked
from domain.study.commands import ApproveExtract, ApproveStudy, CloseStudy, DraftStudy, SubmitStudy
from service.application.journeys import Journeys
from service.application.studies import Studies
from service.atlas.atlas import Atlas
from service.encryption.keyring import DEVELOPMENT_KEYRING, Keyring
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.journey_eraser import JourneyEraser
from service.read_models.study_list import StudyList
from service.read_models.study_participants import StudyParticipants
from service.research.export import ExportError
from service.research.exports import layout
from service.research.exports.layout import PROGRESS
from service.research.exports.manifest import Attrition, Manifest, read_manifest
from service.research.exports.progress import Identity, begin
from service.research.exports.pseudonyms import pseudonym
from service.research.exports.reading import open_export
from service.research.exports.simulated import DummyPlan, write_dummy
from service.research.exports.studies import (
    StudyServices,
    check_export,
    open_study,
    require_extract,
)
from service.research.exports.writing import write_export
from service.research.in_place import run_on_files
from tests.commands import execute
from tests.domain.study.test_study import OLE, RUTH, STATED
from tests.erasure.canary_journey import CANARY, CanaryJourney, canary_journey
from tests.erasure.world import TENANT, caught_up, open_erasure_context, record
from tests.histories import History, sample_journey
from tests.research.exports.simulated_folder import files_in

STUDY = UUID("5d9d0fd5-7f0b-4c3e-9a52-1b1f6f0f3c77")
TRIED = b"""{
  "table": "person_week",
  "derive": {"early": "week < 3", "everybody": "week > -99"},
  "outputs": [
    {"type": "table", "name": "people", "rows": "everybody"},
    {"type": "mean", "name": "weeks", "of": "week", "by": ["early"]},
    {"type": "ols", "name": "model", "outcome": "week", "terms": ["early"]}
  ]
}"""
EVERYTHING = {
    "variables": ("events.fields", "events.type", "experiments.kind", "person_week.week", "roles_weekly.role")
}


def development_keys() -> Keyring:
    return DEVELOPMENT_KEYRING


class Organisation(Struct, frozen=True):
    """An organisation with a study."""

    context: ErasureContext
    services: StudyServices

    async def exported(self, to: Path, position: int | None = None) -> Manifest:
        await caught_up(self.context)
        opened = await open_study(self.services, TENANT, STUDY, position=position)
        return await write_export(opened.source, opened.study, to, key=opened.key)

    async def agrees(self, journey: History | CanaryJourney) -> UUID:
        """Records a journey whose last entry is a yes to the study; returns the consent."""
        consent = ConsentGiven(
            happened_on=date(2026, 11, 19), consent_id=uuid4(), purpose="research", wording=1, study_id=STUDY
        )
        told = CanaryJourney(journey.journey_id, journey.actor, (*journey.events, consent))
        await record(self.context, told, TENANT)
        return consent.consent_id


@asynccontextmanager
async def organisation(database: str, ledger: Path, **stated: object) -> AsyncIterator[Organisation]:
    async with open_erasure_context(database, ledger, sealed=True) as context:
        journeys = Journeys(context.log, now=context.now, sealing=context.sealer)
        studies = Studies(
            context.log,
            journeys,
            StudyList(context.pool),
            StudyParticipants(context.pool),
            now=context.now,
            sealing=context.sealer,
        )
        on = date(2026, 11, 2)
        drafted = DraftStudy(
            **STATED
            | {"happened_on": on, "starts_on": on, "ends_on": date(2026, 12, 31)}
            | EVERYTHING
            | stated
        )
        for actor_id, command in (
            (RUTH, drafted),
            (RUTH, SubmitStudy(happened_on=on)),
            (OLE, ApproveStudy(happened_on=on, seed=uuid4())),
        ):
            await execute(studies, STUDY, command, actor_id=actor_id, tenant_id=TENANT)
        yield Organisation(
            context,
            StudyServices(
                log=context.log, studies=studies, keyrings=development_keys, atlas=Atlas(context.pool)
            ),
        )


@pytest.fixture
async def place(database: str, tmp_path: Path) -> AsyncIterator[Organisation]:
    async with organisation(database, tmp_path / "ledger.jsonl", access="extract") as found:
        yield found


def name_of(journey_id: UUID) -> str:
    return pseudonym(DEVELOPMENT_KEYRING.study_key(TENANT, STUDY), journey_id)


async def test_only_who_agreed_to_this_study_is_in_it(place: Organisation, tmp_path: Path) -> None:
    kari, ola = sample_journey(2, 60), sample_journey(8, 60)
    await place.agrees(kari)
    consent_id = await place.agrees(ola)
    await record(place.context, sample_journey(5, 60), TENANT)
    both = await place.exported(tmp_path / "both")

    journeys = Journeys(place.context.log, now=place.context.now, sealing=place.context.sealer)
    withdrawal = WithdrawConsent(happened_on=place.context.now().date(), consent_id=consent_id)
    await execute(journeys, ola.journey_id, withdrawal, tenant_id=TENANT, actor_id=ola.actor)
    one = await place.exported(tmp_path / "one")

    assert both.participants == 2
    assert {each.pseudonym for each in open_export(tmp_path / "both").histories()} == {
        name_of(kari.journey_id),
        name_of(ola.journey_id),
    }
    assert set(open_export(tmp_path / "one").frame("person_week")["pseudonym"]) == {name_of(kari.journey_id)}
    assert one.participants == 1
    assert one.position > both.position


async def test_an_analysis_that_was_tried_on_the_kit_runs_unchanged_on_the_data(
    place: Organisation, tmp_path: Path
) -> None:
    for seed in range(2, 14):
        await place.agrees(sample_journey(seed, 60))
    await place.exported(tmp_path / "data")
    opened = await open_study(place.services, TENANT, STUDY)
    await write_dummy(opened.study, tmp_path / "kit", DummyPlan(clients=12, weeks=4))

    kit, data = (run_on_files(str(tmp_path / one), TRIED, []).outputs for one in ("kit", "data"))

    assert [(one.name, one.type) for one in kit] == [(one.name, one.type) for one in data]
    made, real = open_export(tmp_path / "kit"), open_export(tmp_path / "data")
    assert made.tables == real.tables
    for table in made.tables:
        assert made.table(table).schema == real.table(table).schema
    assert next(one for one in data if one.name == "people").status != "refused"


async def test_no_file_holds_a_text_an_id_or_a_date_of_the_service(
    place: Organisation, tmp_path: Path
) -> None:
    told = [canary_journey(uuid4(), first) for first in (1000, 3000)]
    told = [replace(one, actor=uuid4()) for one in told]
    for one in told:
        await place.agrees(one)

    await place.exported(tmp_path)

    ids = {one.bytes for each in told for one in (each.journey_id, each.actor)} | {TENANT.bytes, STUDY.bytes}
    texts = {str(UUID(bytes=one)).encode() for one in ids} | {one.hex().encode() for one in ids}
    days = {str(event.happened_on).encode() for each in told for event in each.events} | {b"2026-11-19"}
    for name, content in files_in(tmp_path).items():
        assert CANARY.findall(content) == [], name
        assert not any(one in content for one in ids | texts), name
        assert not any(one in content for one in days), name
        assert b"Europe/" not in content, name
    # Parquet keeps texts compressed: they are looked for as they are read.
    opened = open_export(tmp_path)
    for table in opened.tables:
        content = opened.frame(table).write_ndjson().encode()
        assert CANARY.findall(content) == [], table
        assert not any(one in content for one in texts | days), table


async def test_twice_it_is_the_same_and_after_an_erasure_it_names_the_bucket(
    place: Organisation, tmp_path: Path
) -> None:
    kari, ola = sample_journey(2, 60), sample_journey(8, 60)
    await place.agrees(kari)
    await place.agrees(ola)
    first = await place.exported(tmp_path / "export")
    files = files_in(tmp_path / "export")
    assert await place.exported(tmp_path / "export") == first
    # More clients are asked meanwhile; those who agreed are the same.
    for seed in range(20, 26):
        await record(place.context, sample_journey(seed, 4), TENANT)
    await caught_up(place.context)
    assert await place.exported(tmp_path / "export", first.position) == first
    assert files_in(tmp_path / "export") == files
    assert (await check_export(place.services, TENANT, tmp_path / "export")).stale == ()

    await JourneyEraser(place.context).erase(ola.journey_id)
    await caught_up(place.context)

    with pytest.raises(ExportError, match=rf"--position {first.position}"):
        await place.exported(tmp_path / "export")
    with pytest.raises(ExportError, match="no longer gives these buckets: 0"):
        await place.exported(tmp_path / "export", first.position)
    checked = await check_export(place.services, TENANT, tmp_path / "export")
    assert [(one.bucket, one.gone) for one in checked.stale] == [(0, 1)]
    assert files_in(tmp_path / "export") == files
    again = await place.exported(tmp_path / "again")
    assert again.participants == 1
    assert name_of(ola.journey_id) not in str(files_in(tmp_path / "again"))


async def test_who_leaves_while_an_export_is_interrupted_is_in_no_file_of_it(
    place: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "EVENTS_IN_BUCKET", 50)
    kari, ola = sample_journey(2, 60), sample_journey(8, 60)
    await place.agrees(kari)
    await place.agrees(ola)
    await caught_up(place.context)
    position = await place.services.log.head()
    interrupted = await place.exported(tmp_path / "export")
    (tmp_path / "export" / "manifest.json").rename(tmp_path / "manifest.json")
    begin(
        tmp_path / "begun",
        Identity(kind="study", study=interrupted.study, position=position, input_digest="of before"),
    )
    (tmp_path / "begun" / PROGRESS).rename(tmp_path / "export" / PROGRESS)
    await JourneyEraser(place.context).erase(ola.journey_id)

    manifest = await place.exported(tmp_path / "export", position)

    files = files_in(tmp_path / "export")
    assert len(manifest.buckets) < len(interrupted.buckets)
    assert set(files) == {one.path for one in manifest.files} | {"manifest.json"}
    assert not any(name_of(ola.journey_id).encode() in content for content in files.values())
    assert not any(str(UUID(name_of(ola.journey_id))).encode() in content for content in files.values())


async def test_a_position_before_a_withdrawal_gives_the_export_of_then(
    place: Organisation, tmp_path: Path
) -> None:
    kari = sample_journey(2, 60)
    consent_id = await place.agrees(kari)
    before = await place.exported(tmp_path / "before")
    journeys = Journeys(place.context.log, now=place.context.now, sealing=place.context.sealer)
    withdrawal = WithdrawConsent(happened_on=place.context.now().date(), consent_id=consent_id)
    await execute(journeys, kari.journey_id, withdrawal, tenant_id=TENANT, actor_id=kari.actor)

    again = await place.exported(tmp_path / "again", before.position)

    assert [one for one in again.files if one.path != "manifest.json"] == list(before.files)
    assert [one.gone for one in (await check_export(place.services, TENANT, tmp_path / "again")).stale] == [1]
    for position in (0, 10**6):
        with pytest.raises(ExportError, match="the log has no position"):
            await place.exported(tmp_path / "never", position)


async def test_the_manifest_says_who_was_asked_in_fives_and_which_occupations_were_loaded(
    place: Organisation, tmp_path: Path
) -> None:
    for seed in range(9):
        await record(place.context, sample_journey(seed, 4), TENANT)
    for seed in range(20, 28):
        await place.agrees(sample_journey(seed, 4))

    manifest = await place.exported(tmp_path)

    definition = await place.services.studies.definition(STUDY, tenant_id=TENANT)
    shown = await place.services.studies.attrition(definition, tenant_id=TENANT)
    assert shown.asked == 15
    assert manifest.attrition == Attrition(
        invited=shown.asked, agreed=shown.agreed, withdrawn=shown.withdrawn
    )
    assert set(manifest.taxonomies) == {"starter"}
    assert len(manifest.taxonomies["starter"].sha256) == 64


async def test_a_rare_occupation_is_shown_with_fewer_digits(place: Organisation, tmp_path: Path) -> None:
    shared, rare = "2431", "2166"
    for seed in range(5):
        journey = sample_journey(20 + seed, 40)
        role_id = next(iter(journey.journey.roles))
        on = journey.today
        codes = (shared, rare) if seed == 0 else (shared,)
        links = [
            RoleLinked(happened_on=on, role_id=role_id, isco_group=one, occupation_id="Qzx0001")
            for one in codes
        ]
        await place.agrees(CanaryJourney(journey.journey_id, journey.actor, (*journey.events, *links)))

    manifest = await place.exported(tmp_path)

    lines = (tmp_path / "histories" / "bucket=00.jsonl").read_text()
    assert lines.count('"isco_group":"2431"') == 5
    assert '"isco_group":"2166"' not in lines
    assert '"isco_group":"2"' in lines
    assert "Qzx0001" not in lines
    assert manifest.disclosure.occupation_codes_coarsened >= 1


async def test_a_study_in_place_is_not_exported_and_an_extract_is_approved_apart(
    database: str, tmp_path: Path
) -> None:
    async with organisation(database, tmp_path / "ledger.jsonl") as place:
        definition = await place.services.studies.definition(STUDY, tenant_id=TENANT)
        with pytest.raises(ExportError, match="analysed in place"):
            require_extract(definition)


async def test_an_extract_leaves_only_while_the_study_is_open(place: Organisation) -> None:
    studies = place.services.studies
    with pytest.raises(ExportError, match="has not approved yet"):
        require_extract(await studies.definition(STUDY, tenant_id=TENANT))
    on = place.context.now().date()
    await execute(studies, STUDY, ApproveExtract(happened_on=on), tenant_id=TENANT, actor_id=OLE)
    require_extract(await studies.definition(STUDY, tenant_id=TENANT))
    await execute(studies, STUDY, CloseStudy(happened_on=on), tenant_id=TENANT, actor_id=OLE)
    with pytest.raises(ExportError, match="this study is closed"):
        require_extract(await studies.definition(STUDY, tenant_id=TENANT))


async def test_what_was_recorded_after_the_study_is_not_in_it(place: Organisation, tmp_path: Path) -> None:
    await place.agrees(sample_journey(2, 60))
    await caught_up(place.context)
    opened = await open_study(place.services, TENANT, STUDY)

    early = replace(opened.study, ends_on=date(2026, 1, 1))
    manifest = await write_export(opened.source, early, tmp_path, key=opened.key)

    assert (manifest.participants, manifest.events) == (0, 0)
    assert read_manifest(tmp_path).attrition.agreed is None
    assert open_export(tmp_path).frame("events").height == 0
