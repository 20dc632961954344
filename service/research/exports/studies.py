"""The studies of the service as sources of exports: who is in them, up to which position, and under which key."""

from collections.abc import Sequence, Sized
from datetime import date
from pathlib import Path
from uuid import UUID

from msgspec import Struct

from service.application.studies import Studies, StudyDefinition
from service.atlas.atlas import Atlas
from service.encryption.keyring import KeyringSource
from service.event_store.log import EventLog
from service.research.export import ExportError
from service.research.exports.journey_lines import parts_of
from service.research.exports.layout import histories_path
from service.research.exports.manifest import (
    Attrition,
    ExportedTaxonomy,
    Manifest,
    read_manifest,
    verify_files,
)
from service.research.exports.pseudonyms import pseudonym, study_code
from service.research.exports.sources import StudySource
from service.research.exports.study import Enrolled, ExportedStudy

FEWEST_PEOPLE = 10
"""Of fewer nothing is exported."""


class TooFewPeople(ExportError):
    """Raised where too few agree to a study for an export of it."""

    def __init__(self) -> None:
        super().__init__(f"fewer than {FEWEST_PEOPLE} people agree to this study: nothing of it is exported")


class StudyServices(Struct, frozen=True, kw_only=True):
    """What exports of studies need of the service."""

    log: EventLog
    studies: Studies
    keyrings: KeyringSource
    atlas: Atlas | None = None


class OpenedStudy(Struct, frozen=True, kw_only=True):
    """A study that can be exported."""

    study: ExportedStudy
    source: StudySource
    key: bytes


def exported_study(definition: StudyDefinition) -> ExportedStudy:
    """A study as its export describes it."""
    return ExportedStudy(
        study_id=definition.study_id,
        title=definition.title,
        question=definition.question,
        plan=definition.plan,
        starts_on=definition.starts_on,
        ends_on=definition.ends_on,
        variables=definition.variables,
        arms=tuple(one.name for one in definition.arms),
        registry_id=definition.registry_id,
        legal_ground=definition.legal_ground,
    )


def require_extract(definition: StudyDefinition) -> None:
    """Raises `ExportError` unless files of the study may leave the organisation."""
    if definition.state != "approved":
        raise ExportError(f"this study is {definition.state}: only an approved one can be exported")
    if definition.access != "extract":
        raise ExportError(
            "this study is analysed in place: nothing of it may be exported. `soundings research dummy` gives files to write "
            "an analysis on, and `soundings research run` computes it"
        )
    if not definition.extract_approved:
        raise ExportError(
            "an administrator has not approved yet that data of this study leave the organisation"
        )


def require_enough(enrolled: Sized) -> None:
    """Raises `TooFewPeople` for a group in which a file without names would hide nobody."""
    if len(enrolled) < FEWEST_PEOPLE:
        raise TooFewPeople


async def open_study(
    services: StudyServices, tenant_id: UUID, study_id: UUID, *, position: int | None = None
) -> OpenedStudy:
    """A study with those who agreed to it, at a position of the log (None: now). The read models have to be up to date.

    Raises `UnknownStudy`, and `ExportError` for a position that is not there.
    """
    definition = await services.studies.definition(study_id, tenant_id=tenant_id)
    head = await services.log.head()
    upto = head if position is None else position
    if not 0 < upto <= head:
        raise ExportError(f"the log has no position {upto}: it reaches {head}")
    study = exported_study(definition)
    participants = await services.studies.participants(tenant_id, study_id, position=upto)
    counted = await services.studies.attrition(definition, tenant_id=tenant_id)
    source = StudySource(
        services.log,
        tenant_id,
        enrolled=[
            Enrolled(journey_id=one.journey_id, agreed_on=one.agreed_on, arm=one.arm) for one in participants
        ],
        position=upto,
        last_on=min(definition.ends_on, await _day_of(services.log, upto)),
        attrition=Attrition(invited=counted.asked, agreed=counted.agreed, withdrawn=counted.withdrawn),
        taxonomies=await _taxonomies(services.atlas),
    )
    return OpenedStudy(study=study, source=source, key=services.keyrings().study_key(tenant_id, study_id))


async def study_of_export(services: StudyServices, tenant_id: UUID, manifest: Manifest) -> UUID:
    """The study that an export is of. Raises `ExportError` if none of the organisation's is it."""
    keyring = services.keyrings()
    for one in await services.studies.all(tenant_id=tenant_id):
        if study_code(keyring.study_key(tenant_id, one.study_id), one.study_id) == manifest.study:
            return one.study_id
    raise ExportError("this export is of no study of this organisation")


class StaleBucket(Struct, frozen=True, kw_only=True):
    """A bucket that holds participants who are no longer part of the study."""

    bucket: int
    gone: int


class CheckedExport(Struct, frozen=True, kw_only=True):
    """Whether an export may still be used."""

    study: str
    position: int
    participants: int
    stale: tuple[StaleBucket, ...]

    def describe(self) -> Sequence[str]:
        """A sentence a line."""
        if not self.stale:
            return (
                f"All {self.participants} participants are still part of the study: the export may be used.",
            )
        return (
            *(
                f"Bucket {one.bucket}: {one.gone} participants were erased, restricted or left the study."
                for one in self.stale
            ),
            "Delete the export, and make a new one in another folder.",
        )


def read_checkable(folder: Path) -> Manifest:
    """The manifest of an export that can be out of date. Raises `ExportError`, also for simulated clients."""
    manifest = read_manifest(folder)
    if manifest.kind != "study":
        raise ExportError("nobody in this export exists: it is simulated, and never out of date")
    return manifest


async def check_export(services: StudyServices, tenant_id: UUID, folder: Path) -> CheckedExport:
    """Which buckets of an export hold somebody who was erased, restricted, or left the study since.

    The read models have to be up to date. Raises `ExportError`.
    """
    manifest = read_checkable(folder)
    verify_files(folder, manifest)
    study_id = await study_of_export(services, tenant_id, manifest)
    key = services.keyrings().study_key(tenant_id, study_id)
    present = await services.studies.participants(tenant_id, study_id)
    known = {pseudonym(key, one.journey_id) for one in present}
    gone = {
        one.bucket: len(_pseudonyms(folder / histories_path(one.bucket)) - known) for one in manifest.buckets
    }
    return CheckedExport(
        study=manifest.study,
        position=manifest.position,
        participants=manifest.participants,
        stale=tuple(
            StaleBucket(bucket=bucket, gone=count) for bucket, count in sorted(gone.items()) if count
        ),
    )


def _pseudonyms(path: Path) -> set[str]:
    return {UUID(journey_id).hex for journey_id, _ in parts_of(path.read_bytes())}


async def _taxonomies(atlas: Atlas | None) -> dict[str, ExportedTaxonomy]:
    editions = await atlas.editions() if atlas else ()
    return {one.name: ExportedTaxonomy(version=one.version, sha256=one.digest) for one in editions}


async def _day_of(log: EventLog, position: int) -> date:
    (last,) = await log.read_all(after=position - 1, limit=1)
    return last.recorded_at.date()
