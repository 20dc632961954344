-- Forgetting: the only deletions and the only change the log knows. Both are functions, so that nothing else can do either.

-- What was overwritten in the log, when and why; never what had stood there.
create table redactions (
    tenant_id  uuid        not null,
    journey_id uuid        not null,
    number     bigint      not null,
    at         timestamptz not null,
    actor_id   uuid        not null,
    reason     text        not null,
    primary key (tenant_id, journey_id, number, at)
);

select wall_table('redactions', requests => 'select', workers => 'select, delete');
create policy log_passes on redactions to soundings_log using (true) with check (true);
create policy log_passes on stored_snapshots to soundings_log using (true) with check (true);
grant insert on redactions to soundings_log;
grant delete on stored_events, commands to soundings_log;
grant update (state) on stored_events to soundings_log;
grant select, delete on stored_snapshots to soundings_log;

-- Put one tombstone where a journey's history stood. It is appended like any event, under the log's lock and at the next
-- version, so that every reader and every cache meets it; then all that was before it goes, and with it the receipts
-- (a fingerprint of a short text can be guessed) and the snapshots. The log's position of the tombstone; 0 for no such stream.
create function erase_journey(tenant uuid, journey uuid, tombstone bytea) returns bigint language plpgsql as $$
declare
    head record;
    placed bigint;
begin
    lock table stored_events in row exclusive mode;
    perform pg_advisory_xact_lock(5683000000000001);
    select s.originator_version, s.tenant_id, s.topic, s.notification_id into head from stored_events s
    where s.originator_id = journey order by s.originator_version desc limit 1;
    if not found then
        return 0;
    elsif head.tenant_id <> tenant then
        raise no_data_found using message = 'this organisation has no such journey';
    elsif head.topic = 'JourneyErased' then
        placed := head.notification_id;
    elsif not exists (select from stored_events s where s.originator_id = journey and s.topic like 'JourneyStarted%') then
        raise no_data_found using message = 'this stream is no journey';
    else
        insert into stored_events (originator_id, originator_version, topic, state, tenant_id)
        values (journey, head.originator_version + 1, 'JourneyErased', tombstone, tenant)
        returning notification_id into placed;
        perform pg_notify('stored_events', placed::text);
    end if;
    delete from stored_events s where s.originator_id = journey and s.notification_id <> placed;
    delete from stored_snapshots s where s.originator_id = journey;
    delete from commands k where k.tenant_id = tenant and k.stream = journey;
    return placed;
end $$;

-- Overwrite one event of a journey, keeping its kind, and note that it was done. False where there is no such event.
create function redact_event(tenant uuid, journey uuid, number bigint, topic text, redacted bytea, actor uuid, reason text)
returns boolean language plpgsql as $$
#variable_conflict use_variable
begin
    update stored_events s set state = redacted
    where s.originator_id = journey and s.originator_version = number and s.tenant_id = tenant and s.topic = topic;
    if not found then
        return false;
    end if;
    insert into redactions (tenant_id, journey_id, number, at, actor_id, reason)
    values (tenant, journey, number, clock_timestamp(), actor, reason);
    return true;
end $$;

do $$
declare
    home name := current_schema();
    ours regprocedure;
begin
    execute format('grant create on schema %I to soundings_log', home);
    for ours in
        select oid from pg_proc
        where pronamespace = home::regnamespace and proname in ('erase_journey', 'redact_event')
    loop
        execute format('alter function %s security definer set search_path = %I, pg_temp', ours, home);
        execute format('revoke all on function %s from public', ours);
        execute format('grant execute on function %s to soundings_worker', ours);
        execute format('alter function %s owner to soundings_log', ours);
    end loop;
    execute format('revoke create on schema %I from soundings_log', home);
end $$;
