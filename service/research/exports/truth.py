"""What is true of simulated clients, under the pseudonyms and codes of their export."""

from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from service.research.exports.buckets import code_of
from service.research.exports.histories import Plan
from service.research.exports.layout import TRUTH
from service.research.exports.manifest import ExportedFile
from service.research.exports.progress import written_file
from service.research.exports.pseudonyms import coded_uuid, pseudonym
from service.research.exports.sources import HistorySource
from service.research.simulation.truth import TrueClient, TrueWeek

LINES_AT_ONCE = 1_000
"""Lines written at a time."""
_ENCODER = msgspec.json.Encoder()
_TRUTH = msgspec.json.Decoder(TrueClient | TrueWeek)


def write_truth(source: HistorySource, folder: Path, plan: Plan) -> list[ExportedFile]:
    """Writes the truth of a simulation beside its tables; nothing for real people."""
    lines = source.truth()
    first = next(lines, None)
    if first is None:
        return []
    there = {_pseudonym(plan.codes.key, one.journey_id) for bucket in plan.buckets for one in bucket}
    shown = _shown_lines(chain([first], lines), plan.codes.key, there)
    rows = 0
    with written_file(folder, TRUTH) as file:
        while some := list(islice(shown, LINES_AT_ONCE)):
            file.write(b"".join(some))
            rows += len(some)
    return [file.described(rows=rows)]


def _shown_lines(lines: Iterable[bytes], key: bytes, there: Container[str]) -> Iterator[bytes]:
    for truth in map(_TRUTH.decode, lines):
        own = _pseudonym(key, truth.journey_id)
        if own in there:
            yield _ENCODER.encode(_shown(truth, own, key)) + b"\n"


@lru_cache(4096)
def _pseudonym(key: bytes, journey_id: UUID) -> str:
    return pseudonym(key, journey_id)


def _shown(truth: TrueClient | TrueWeek, own: str, key: bytes) -> dict[str, Any]:
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
