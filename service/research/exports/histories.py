"""Writes the histories of an export, bucket by bucket: the lines that everything else in it is computed from."""

import hashlib
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from service.event_store.replay import reduced_gc
from service.research.exports.coarsening import count_codes
from service.research.exports.journey_lines import journey_of, parts_of
from service.research.exports.layout import bucket_count, bucket_of, histories_path
from service.research.exports.manifest import ExportedFile
from service.research.exports.progress import written_file
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


class RawBucket(Struct, frozen=True, kw_only=True):
    """The participants of a bucket with their lines as the service has them: for processes of this machine only."""

    folder: str
    bucket: int
    enrolled: tuple[Enrolled, ...]
    codes: StudyCodes
    last_on: date
    lines: tuple[bytes, ...]
    """Of one journey after another."""

    def __repr__(self) -> str:
        return f"RawBucket({self.bucket})"


async def read_bucket(source: HistorySource, plan: Plan, folder: str, bucket: int) -> RawBucket:
    """Reads the lines of the participants of a bucket."""
    enrolled = plan.buckets[bucket]
    return RawBucket(
        folder=folder,
        bucket=bucket,
        enrolled=enrolled,
        codes=plan.codes,
        last_on=source.summary.last_on,
        lines=tuple([lines async for _, lines in _journeys(source, [one.journey_id for one in enrolled])]),
    )


def write_histories(raw: RawBucket) -> BucketHistories:
    """Writes the histories of a bucket. The same lines always give the same bytes."""
    known = {str(one.journey_id): one for one in raw.enrolled}
    participants: list[BucketParticipant] = []
    events = coarsened = 0
    with written_file(Path(raw.folder), histories_path(raw.bucket)) as file:
        for lines in raw.lines:
            one = known[journey_of(lines)]
            journey = JourneyCodes(raw.codes, one.journey_id)
            shown = _coded_lines(journey, lines)
            if not shown:
                continue
            file.write(b"\n".join(shown) + b"\n")
            events += len(shown)
            coarsened += journey.coarsened
            participants.append(_participant(journey, one, min(raw.codes.last_day, raw.last_on)))
    return BucketHistories(
        bucket=raw.bucket,
        participants=tuple(participants),
        events=events,
        coarsened=coarsened,
        file=file.described(rows=events),
    )


def digest_of_input(source: HistorySource, plan: Plan, bucket: int) -> str:
    """A digest of what the histories of a bucket depend on, besides the log."""
    content = [plan.codes.coarsening, source.summary.last_on, plan.buckets[bucket]]
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


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
