"""Checks of the log that the database answers by itself: versions, order, receipts, checkpoints, and what guards them."""

from typing import TYPE_CHECKING

from msgspec import Struct

from service.operations.findings import EXAMPLES, Findings

if TYPE_CHECKING:
    from service.postgres.connections import Connection

FROM_BACKUP = "Compare it with the last backup: what is missing is to be restored from there"
STOP_WRITING = "Stop the service and find out who wrote to the table past it"


class StructureRule(Struct, frozen=True, kw_only=True):
    """A check by one query, whose rows are the faulty places: a text, and how many there are in all."""

    rule: str
    what: str
    do: str
    query: str


COMMON = """
with streams as (
    select *, 'stream ' || originator_id || ': ' || events || ' events, versions ' || first || ' to ' || last as place
    from (
        select originator_id, count(*) as events, min(originator_version) as first, max(originator_version) as last,
               min(tenant_id::text) as tenant, max(tenant_id::text) as other_tenant,
               bool_or(topic = 'JourneyErased') as is_erased
        from stored_events group by originator_id
    ) s
),
recorded as (
    select tenant_id, actor_id, command_id, originator_id as stream, count(*) as events,
           max(originator_version) as version, max(notification_id) as position
    from stored_events where command_id is not null group by 1, 2, 3, 4
)
"""
"""What the queries of the rules may use; computed only where it is."""
SELECT_PLACES = "select place, count(*) over () from (QUERY) found(place) order by place limit $1"

RULES = (
    StructureRule(
        rule="versions",
        what="events are missing: the versions of a stream have a hole",
        do=FROM_BACKUP,
        query="""select place from streams
                  where not is_erased and (first <> 1 or last <> events)""",
    ),
    StructureRule(
        rule="erased journeys",
        what="beside the mark of an erased journey other events of it are there",
        do="Run `soundings erase --replay`, then `soundings verify`",
        query="select place from streams where is_erased and events <> 1",
    ),
    StructureRule(
        rule="organisations",
        what="a stream has events of two organisations",
        do=f"{STOP_WRITING}; the events of the wrong organisation are to be removed by hand",
        query="select place from streams where tenant <> other_tenant",
    ),
    StructureRule(
        rule="order",
        what="an event stands in the log before one that it follows in its stream",
        do=f"{STOP_WRITING}; who reads the log by position meets them in the wrong order",
        query="""select 'stream ' || originator_id || ', version ' || originator_version || ', position ' || notification_id
                 from (select originator_id, originator_version, notification_id, lag(notification_id) over (
                           partition by originator_id order by originator_version) as before from stored_events) s
                 where notification_id <= before""",
    ),
    StructureRule(
        rule="receipts",
        what="a command has a receipt, and not the events that it says",
        do=f"Its client was told that they are recorded. {FROM_BACKUP}",
        query="""select 'command ' || k.command_id || ' of stream ' || k.stream || ', version ' || k.version
                  from commands k left join recorded r on (r.tenant_id, r.actor_id, r.command_id, r.stream)
                      = (k.tenant_id, k.actor_id, k.command_id, k.stream)
                  where k.events > 0 and (k.events, k.version, k.position)
                      is distinct from (r.events::int, r.version, r.position)""",
    ),
    StructureRule(
        rule="command ids",
        what="events name a command that has no receipt for this stream",
        do="If it is sent again, it would be recorded twice: restore the row of `commands` from the last backup",
        query="""select 'command ' || r.command_id || ' of stream ' || r.stream || ', version ' || r.version
                  from recorded r left join commands k on (r.tenant_id, r.actor_id, r.command_id, r.stream)
                      = (k.tenant_id, k.actor_id, k.command_id, k.stream)
                  where k.command_id is null""",
    ),
    StructureRule(
        rule="receipts without events",
        what="a command that changed nothing has a receipt beyond the end of its stream or of the log",
        do=f"The end of the stream is missing. {FROM_BACKUP}",
        query="""select 'command ' || k.command_id || ' of stream ' || k.stream || ', version ' || k.version
                 from commands k
                 left join (select originator_id, max(originator_version) as last from stored_events group by 1) s
                     on s.originator_id = k.stream
                 where k.events = 0 and (k.version > coalesce(s.last, 0)
                     or k.position > (select coalesce(max(notification_id), 0) from stored_events))""",
    ),
    StructureRule(
        rule="checkpoints",
        what="a reader of the log is further than the log",
        do=(
            "Events are missing at its end: restore a whole backup. Or the table is of another copy: delete this row of "
            "`notification_tracking`, and the reader begins anew"
        ),
        query="""select application_name || ' at ' || notification_id from notification_tracking
                 where application_name <> '__migration__'
                   and notification_id > (select coalesce(max(notification_id), 0) from stored_events)""",
    ),
    StructureRule(
        rule="guards",
        what="what keeps the order and the form of the log is missing or turned off",
        do="Turn it on again (`alter table stored_events enable trigger ...`), or restore it from the migration 0001",
        query="""select 'trigger stored_events_lock' where not exists (
                     select from pg_trigger where tgrelid = 'stored_events'::regclass and tgname = 'stored_events_lock'
                     and tgenabled in ('O', 'A'))
                 union all
                 select 'constraint stored_events_state_is_a_json_line' where not exists (
                     select from pg_constraint where conrelid = 'stored_events'::regclass
                     and conname = 'stored_events_state_is_a_json_line' and convalidated)
                 union all
                 select 'unique index of ' || wanted from unnest(array['notification_id', 'originator_id,originator_version'])
                     wanted where not exists (
                     select from pg_index i where indrelid = 'stored_events'::regclass and indisunique and indisvalid
                     and indpred is null and wanted = (select string_agg(attname, ',' order by attnum) from pg_attribute
                         where attrelid = indrelid and attnum = any(i.indkey)))
                 union all
                 select 'the sequence draws ' || seqcache || ' ids at once' from pg_sequence
                 where seqrelid = pg_get_serial_sequence('stored_events', 'notification_id')::regclass and seqcache <> 1""",
    ),
)
"""In the order in which they are told."""


async def check_rule(connection: "Connection", one: StructureRule, findings: Findings) -> None:
    """Runs one check; of many faulty places a few are fetched."""
    rows = await connection.fetch(COMMON + SELECT_PLACES.replace("QUERY", one.query), EXAMPLES)
    for index, (place, count) in enumerate(rows):
        findings.add(one.rule, one.what, one.do, place, count=count - len(rows) + 1 if index == 0 else 1)
