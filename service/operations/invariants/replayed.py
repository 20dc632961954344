"""Whether what is listed of some journeys, chosen by chance, is what a fresh replay of their events gives."""

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from projections.caseload.projection import CASELOAD
from projections.caseload.state import CaseloadEntry
from projections.fold import fold
from service.event_store.log import LoggedEvent
from service.event_store.mapper import EventMapper
from service.operations.findings import Findings
from service.operations.invariants.rules import REBUILD

if TYPE_CHECKING:
    from asyncpg import Record

    from service.postgres.connections import Connection

SAMPLE = 50
RULE, WHAT = "read models", "what is listed of a journey is not what its events give"
SELECT_SAMPLE = "select tenant_id, journey_id, line::text from journeys order by random() limit $1"
SELECT_EVENTS = """
select originator_id, originator_version, topic, state, notification_id as id, recorded_at, tenant_id, actor_id, command_id
from stored_events where originator_id = $1 and originator_version <= $2 and not exists (
    select from skipped_events k where (k.stream_id, k.version) = (originator_id, originator_version))
order by originator_version
"""


async def check_read_models(connection: "Connection", findings: Findings) -> None:
    """Folds some journeys anew up to where the list has them. A journey that cannot be folded is named, and the next one follows."""
    mapper = EventMapper()
    for row in await connection.fetch(SELECT_SAMPLE, SAMPLE):
        try:
            same = await _is_same(connection, mapper, row)
        except Exception as failure:  # noqa: BLE001 - one journey's odd data never stops a rule
            findings.add(
                RULE,
                f"a journey cannot be folded ({type(failure).__name__})",
                REBUILD,
                str(row["journey_id"]),
            )
            continue
        if not same:
            findings.add(RULE, WHAT, REBUILD, f"journey {row['journey_id']}")


async def _is_same(connection: "Connection", mapper: EventMapper, row: "Record") -> bool:
    listed = msgspec.json.decode(row["line"], type=CaseloadEntry)
    events = await connection.fetch(SELECT_EVENTS, row["journey_id"], listed.version)
    fresh = fold(CASELOAD, [mapper.to_domain_event(LoggedEvent(**dict(one))) for one in events])
    fresh = fresh and replace(fresh, version=listed.version, position=listed.position)
    # Written once, so that sets in another order, or numbers in another form, are no difference.
    return fresh is not None and msgspec.json.decode(msgspec.json.encode(fresh), type=CaseloadEntry) == listed
