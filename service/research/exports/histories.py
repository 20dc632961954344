"""Writes the histories of an export, bucket by bucket: the lines that everything else in it is computed from."""

import hashlib
import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from service.event_store.replay import reduced_gc
from service.research.exports.coarsening import Coarsening, count_codes
from service.research.exports.journey_lines import parts_of
from service.research.exports.layout import bucket_count, bucket_of, histories_path
from service.research.exports.manifest import ExportedFile
from service.research.exports.progress import Progress, written_file
from service.research.exports.pseudonymising import JourneyCodes, StudyCodes
from service.research.exports.pseudonyms import pseudonym
from service.research.exports.sources import HistorySource
from service.research.exports.study import Enrolled, ExportedStudy

_ERASED = b'"type":"JourneyErased"'
_OCCUPATION = re.compile(rb'"isco_group":"([0-9]{1,4})"')
_LINES: "msgspec.json.Decoder[Any]" = msgspec.json.Decoder()


class BucketParticipant(Struct, frozen=True, kw_only=True):
    """A participant as the tables need her. The dates are those of the export."""

    pseudonym: str
    arm: str | None
    agreed_on: date
    last_on: date


class BucketHistories(Struct, frozen=True, kw_only=True):
    """The histories of a bucket."""

    bucket: int
    participants: tuple[BucketParticipant, ...]
    events: int
    coarsened: int
    file: ExportedFile


class Plan(Struct, frozen=True, kw_only=True):
    """Who is in an export, in which bucket."""

    codes: StudyCodes
    buckets: tuple[tuple[Enrolled, ...], ...]
    events: int


async def plan_export(source: HistorySource, study: ExportedStudy, key: bytes) -> Plan:
    """Reads everything once: how many events there are, and which occupations. The erased drop out."""
    codes: dict[UUID, set[str]] = {}
    events = 0
    enrolled = {one.journey_id: one for one in source.enrolled}
    async for journey_id, lines in _journeys(source, list(enrolled)):
        if _ERASED in lines:
            del enrolled[journey_id]
            continue
        codes[journey_id] = {one.decode() for one in _OCCUPATION.findall(lines)}
        events += lines.count(b"\n")
    coarsening = count_codes(codes.values())
    found = sorted(
        (pseudonym(key, one.journey_id), one) for one in enrolled.values() if one.journey_id in codes
    )
    buckets: list[list[Enrolled]] = [[] for _ in range(bucket_count(events))]
    for name, one in found:
        buckets[bucket_of(name, len(buckets))].append(one)
    return Plan(
        codes=StudyCodes(
            key=key,
            first_monday=study.first_monday,
            last_day=study.ends_on or date.max,
            coarsening=coarsening,
            arms=frozenset(study.arms),
        ),
        buckets=tuple(map(tuple, buckets)),
        events=events,
    )


async def write_histories(
    source: HistorySource,
    plan: Plan,
    folder: Path,
    progress: Progress,
    advance: Callable[[int], None] = lambda _: None,
) -> AsyncIterator[BucketHistories]:
    """Writes the histories of one bucket after another; those that stand there already are not made again."""
    for bucket, enrolled in enumerate(plan.buckets):
        input_digest = _digest_of(plan.codes.coarsening, source.summary.last_on, enrolled)
        found = progress.found(f"histories-{bucket}", input_digest, BucketHistories)
        if found is None:
            found = await _write_bucket(source, plan.codes, folder, bucket, enrolled)
            progress.note(f"histories-{bucket}", input_digest, found, [found.file])
        advance(found.events)
        yield found


async def _write_bucket(
    source: HistorySource, codes: StudyCodes, folder: Path, bucket: int, enrolled: Sequence[Enrolled]
) -> BucketHistories:
    known = {one.journey_id: one for one in enrolled}
    participants: list[BucketParticipant] = []
    events = coarsened = 0
    with written_file(folder, histories_path(bucket)) as file:
        async for journey_id, lines in _journeys(source, list(known)):
            one = known[journey_id]
            journey = JourneyCodes(codes, journey_id)
            shown = _coded_lines(journey, lines)
            if not shown:
                continue
            file.write(b"\n".join(shown) + b"\n")
            events += len(shown)
            coarsened += journey.coarsened
            participants.append(_participant(journey, one, min(codes.last_day, source.summary.last_on)))
    return BucketHistories(
        bucket=bucket,
        participants=tuple(participants),
        events=events,
        coarsened=coarsened,
        file=file.described(rows=events),
    )


def _coded_lines(journey: JourneyCodes, lines: bytes) -> list[bytes]:
    with reduced_gc():
        stored: list[Mapping[str, Any]] = _LINES.decode_lines(lines)
        return list(journey.lines(stored))


def _participant(journey: JourneyCodes, one: Enrolled, last_on: date) -> BucketParticipant:
    return BucketParticipant(
        pseudonym=journey.pseudonym,
        arm=one.arm,
        agreed_on=journey.shifted(one.agreed_on),
        last_on=journey.shifted(last_on),
    )


async def _journeys(source: HistorySource, journeys: Sequence[UUID]) -> AsyncIterator[tuple[UUID, bytes]]:
    """Each journey with its lines."""
    current, parts = "", list[bytes]()
    async for chunk in source.lines(journeys):
        for journey_id, lines in parts_of(chunk):
            if journey_id != current:
                if current:
                    yield UUID(current), b"".join(parts)
                current, parts = journey_id, []
            parts.append(lines)
    if current:
        yield UUID(current), b"".join(parts)


def _digest_of(coarsening: Coarsening, last_on: date, enrolled: Iterable[Enrolled]) -> str:
    content = msgspec.json.encode([coarsening, last_on, list(enrolled)], order="deterministic")
    return hashlib.sha256(content).hexdigest()
