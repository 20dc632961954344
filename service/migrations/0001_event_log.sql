-- The event log. The first three tables are laid out as the `eventsourcing` library's PostgresApplicationRecorder
-- and PostgresTrackingRecorder (9.5) lay them out, so that a stock application can read and write the same log.

create type stored_event_uuid as (originator_id uuid, originator_version bigint, topic text, state bytea);

create table stored_events (
    originator_id      uuid   not null,
    originator_version bigint not null,
    topic              text,
    state              bytea,
    notification_id    bigserial,
    -- Ours from here on: nullable or defaulted, because a stock writer does not name them.
    recorded_at        timestamptz not null default clock_timestamp(),
    tenant_id          uuid not null default '00000000-0000-0000-0000-000000000000',
    actor_id           uuid,
    command_id         uuid,
    correlation_id     uuid,
    causation_id       uuid,
    primary key (originator_id, originator_version),
    -- One bad row would break every replay after it: a state is one line of UTF-8 JSON, an object.
    constraint stored_events_state_is_a_json_line check (
        state is not null and get_byte(state, 0) = 123 and position('\x0a'::bytea in state) = 0 and position('\x0d'::bytea in state) = 0
        and convert_from(state, 'UTF8')::json is not null
    )
) with (
    autovacuum_enabled = true,
    autovacuum_vacuum_threshold = 100000000,
    autovacuum_vacuum_scale_factor = 0.5,
    autovacuum_analyze_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.01
);

create unique index stored_events_notification_id_idx on stored_events (notification_id asc);

create table stored_snapshots (
    originator_id      uuid   not null,
    originator_version bigint not null,
    topic              text,
    state              bytea,
    primary key (originator_id, originator_version)
) with (
    autovacuum_enabled = true,
    autovacuum_vacuum_threshold = 100000000,
    autovacuum_vacuum_scale_factor = 0.5,
    autovacuum_analyze_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.01
);

create table notification_tracking (
    application_name text,
    notification_id  bigint,
    primary key (application_name)
) with (
    autovacuum_enabled = true,
    autovacuum_vacuum_threshold = 100000000,
    autovacuum_vacuum_scale_factor = 0.5,
    autovacuum_analyze_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.01
);

-- Without this row stock code takes the table for a legacy one, renames it and starts a new one.
insert into notification_tracking values ('__migration__', 1);

-- What became of each command, written in the transaction of its events: a repeat is answered like the first.
create table commands (
    tenant_id   uuid   not null,
    actor_id    uuid   not null,
    command_id  uuid   not null,
    fingerprint bytea  not null,
    stream      uuid   not null,
    version     bigint not null,
    position    bigint not null,
    events      int    not null,
    recorded_at timestamptz not null,
    primary key (tenant_id, actor_id, command_id)
);

create view events_readable as
select notification_id as position, originator_id as stream, originator_version as version, topic,
       convert_from(state, 'UTF8')::json as event,
       recorded_at, tenant_id, actor_id, command_id, correlation_id, causation_id
from stored_events;

-- The one lock that makes commit order equal id order. Ids are drawn from the sequence only while it is held, and it is
-- held until the transaction has ended, so whoever sees id n sees every id below n that will ever be committed.
-- Lock order: the table (ROW EXCLUSIVE) first, this lock second. The stock recorder takes the table in EXCLUSIVE mode
-- and then comes here through the trigger; a writer that came here first and wanted the table next would deadlock with it.
-- Advisory locks belong to one database, so a constant does.
create function lock_event_log_before_insert() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(5683000000000001);
    return null;
end $$;

-- No INSERT can forget the lock, whoever sends it.
create trigger stored_events_lock before insert on stored_events
for each statement execute function lock_event_log_before_insert();

-- Append a batch of requests, each to one stream, each whole or not at all. To be called in autocommit at READ COMMITTED:
-- every statement after the lock sees what the previous holder committed, and no client round trip happens under the lock.
-- The caller puts a stream, and a command, at most once into a batch.
-- verdicts, one per request: 0 appended, 1 conflict, 2 repeated, 3 wrong tenant.
-- positions: one per command of the appended requests, in order.
create function append_batch(
    request_stream uuid[], request_expected bigint[], request_tenant uuid[], request_actor uuid[],
    command_request int[], command_id uuid[], command_fingerprint bytea[], command_version bigint[], command_events int[],
    command_correlation uuid[], command_causation uuid[],
    event_command int[], event_version bigint[], event_topic text[], event_state bytea[],
    out verdicts int[], out positions bigint[]
) language plpgsql as $$
#variable_conflict use_variable
declare
    instant timestamptz;
    ids bigint[];
begin
    lock table stored_events in row exclusive mode;
    perform pg_advisory_xact_lock(5683000000000001);
    instant := clock_timestamp();

    with repeated as (
        select distinct c.request
        from unnest(command_request, command_id) c(request, id)
        cross join lateral (
            select from commands k
            where k.tenant_id = request_tenant[c.request] and k.actor_id = request_actor[c.request] and k.command_id = c.id
            limit 1
        ) k
    )
    select array_agg(
        case when p.request is not null then 2
             when h.tenant_id <> r.tenant then 3
             when coalesce(h.originator_version, 0) <> r.expected then 1
             else 0 end
        order by r.request)
    into verdicts
    from unnest(request_stream, request_expected, request_tenant) with ordinality r(stream, expected, tenant, request)
    left join repeated p on p.request = r.request
    left join lateral (
        select s.originator_version, s.tenant_id from stored_events s
        where s.originator_id = r.stream order by s.originator_version desc limit 1
    ) h on true;

    with inserted as (
        insert into stored_events (
            originator_id, originator_version, topic, state,
            recorded_at, tenant_id, actor_id, command_id, correlation_id, causation_id)
        select request_stream[command_request[e.command]], e.version, e.topic, e.state,
               instant, request_tenant[command_request[e.command]], request_actor[command_request[e.command]],
               command_id[e.command], command_correlation[e.command], command_causation[e.command]
        from unnest(event_command, event_version, event_topic, event_state)
            with ordinality e(command, version, topic, state, ordinal)
        where verdicts[command_request[e.command]] = 0
        order by e.ordinal
        returning notification_id
    )
    select array_agg(i.notification_id order by i.notification_id) into ids from inserted i;

    -- A command's position is the id of the last event up to it, its own or an earlier one's; before any event of
    -- this batch it is the head.
    with kept as (
        insert into commands
        select request_tenant[c.request], request_actor[c.request], c.id, c.fingerprint,
               request_stream[c.request], c.version,
               coalesce(ids[sum(c.events) over (order by c.ordinal)],
                        (select max(s.notification_id) from stored_events s
                         where s.notification_id < coalesce(ids[1], 9223372036854775807)), 0),
               c.events, instant
        from unnest(command_request, command_id, command_fingerprint, command_version, command_events)
            with ordinality c(request, id, fingerprint, version, events, ordinal)
        where verdicts[c.request] = 0
        returning commands.position
    )
    select array_agg(k.position order by k.position) into positions from kept k;

    -- Once for the whole batch, because it takes a server-wide lock at commit. Stock listeners use the same channel.
    if ids is not null then
        perform pg_notify('stored_events', ids[cardinality(ids)]::text);
    end if;
end $$;

-- The same for one request of one command, which is what a quiet hour sends: a third of the work.
create function append_one(
    stream uuid, expected bigint, tenant uuid, actor uuid,
    command uuid, command_fingerprint bytea, correlation uuid, causation uuid,
    topics text[], states bytea[],
    out verdict int, out placed bigint
) language plpgsql as $$
#variable_conflict use_column
declare
    instant timestamptz;
    head record;
begin
    lock table stored_events in row exclusive mode;
    perform pg_advisory_xact_lock(5683000000000001);
    instant := clock_timestamp();

    if exists (select from commands k where k.tenant_id = tenant and k.actor_id = actor and k.command_id = command) then
        verdict := 2;
        return;
    end if;
    select s.originator_version, s.tenant_id into head from stored_events s
    where s.originator_id = stream order by s.originator_version desc limit 1;
    if head.tenant_id <> tenant then
        verdict := 3;
        return;
    elsif coalesce(head.originator_version, 0) <> expected then
        verdict := 1;
        return;
    end if;

    with inserted as (
        insert into stored_events (
            originator_id, originator_version, topic, state,
            recorded_at, tenant_id, actor_id, command_id, correlation_id, causation_id)
        select append_one.stream, append_one.expected + e.ordinal, e.topic, e.state,
               instant, append_one.tenant, append_one.actor, append_one.command, append_one.correlation, append_one.causation
        from unnest(topics, states) with ordinality e(topic, state, ordinal)
        order by e.ordinal
        returning notification_id
    )
    insert into commands
    select append_one.tenant, append_one.actor, append_one.command, append_one.command_fingerprint, append_one.stream,
           append_one.expected + cardinality(topics),
           coalesce((select max(i.notification_id) from inserted i), (select max(s.notification_id) from stored_events s), 0),
           cardinality(topics), instant
    returning position into placed;

    if cardinality(topics) > 0 then
        perform pg_notify('stored_events', placed::text);
    end if;
    verdict := 0;
end $$;
