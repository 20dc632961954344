"""What is true of simulated clients, under the pseudonyms and codes of their export."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from service.research.exports.buckets import code_of
from service.research.exports.histories import BucketHistories, Plan
from service.research.exports.layout import TRUTH
from service.research.exports.manifest import ExportedFile
from service.research.exports.progress import written_file
from service.research.exports.pseudonyms import coded_uuid, pseudonym
from service.research.exports.sources import HistorySource
from service.research.simulation.truth import TrueClient, TrueWeek

_TRUTH = msgspec.json.Decoder(TrueClient | TrueWeek)


def write_truth(
    source: HistorySource, folder: Path, plan: Plan, histories: Sequence[BucketHistories]
) -> list[ExportedFile]:
    """Writes the truth of a simulation beside its tables; nothing for real people."""
    lines = source.truth()
    first = next(lines, None)
    if first is None:
        return []
    key = plan.codes.key
    rows = 0
    there = {one.pseudonym for bucket in histories for one in bucket.participants}
    with written_file(folder, TRUTH) as file:
        for line in (first, *lines):
            shown = _shown(_TRUTH.decode(line), key)
            if shown["pseudonym"] in there:
                file.write(msgspec.json.encode(shown) + b"\n")
                rows += 1
    return [file.described(rows=rows)]


@lru_cache(4096)
def _pseudonym(key: bytes, journey_id: UUID) -> str:
    return pseudonym(key, journey_id)


def _shown(truth: TrueClient | TrueWeek, key: bytes) -> dict[str, Any]:
    own = _pseudonym(key, truth.journey_id)
    match truth:
        case TrueClient():
            return {
                "kind": "client",
                "pseudonym": own,
                "bias": truth.bias,
                "noise": truth.noise,
                "starts": truth.starts,
                "drop_out_week": None if truth.drop_out_week is None else truth.drop_out_week - 1,
            }
        case TrueWeek():
            return {
                "kind": "week",
                "pseudonym": own,
                "role": _role_code(key, truth.role_id),
                "week": truth.week - 1,
                "appeal": truth.appeal,
                "chance": truth.chance,
            }


@lru_cache(4096)
def _role_code(key: bytes, role_id: UUID) -> str:
    return code_of("role", coded_uuid(key, role_id))
