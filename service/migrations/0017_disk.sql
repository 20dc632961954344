-- What stands in the log stands in its files as it was written: what is compressed could not be searched for.
alter table stored_events alter column state set storage external;

-- The planner keeps samples of columns. Of what is personal, sealed or a key there are to be none.
alter table stored_events alter column state set statistics 0;
alter table subject_keys alter column wrapped set statistics 0;
alter table access_log alter column reason set statistics 0;
alter table journeys alter column line set statistics 0;
alter table programmes alter column line set statistics 0;

-- Those that were taken before go where this may be done: by a superuser, as on a private server, or since PostgreSQL 18.
do $$
declare
    ours record;
begin
    for ours in
        select c.oid, c.relname, a.attname, a.attnum from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0
          and (c.relname::text, a.attname::text) in (
              ('stored_events', 'state'), ('subject_keys', 'wrapped'), ('access_log', 'reason'),
              ('journeys', 'line'), ('programmes', 'line'))
    loop
        if (select rolsuper from pg_roles where rolname = current_user) then
            delete from pg_statistic where starelid = ours.oid and staattnum = ours.attnum;
        elsif current_setting('server_version_num')::int >= 180000 then
            perform pg_clear_attribute_stats(current_schema()::text, ours.relname::text, ours.attname::text, false);
        end if;
    end loop;
end $$;

-- Until when copies from before an epoch's turn are to be readable: then its key is destroyed.
alter table kek_epochs add column destroy_after timestamptz;

-- Whose keys were exchanged, and from which version on they hold: what had been sealed before is sealed anew.
create table key_renewals (
    tenant_id  uuid        not null,
    journey_id uuid        not null,
    -- Null for the keys of the journey's client.
    contact_id uuid,
    version    smallint    not null,
    at         timestamptz not null default clock_timestamp()
);

create index key_renewals_journey_idx on key_renewals (tenant_id, journey_id);

select wall_table('key_renewals', requests => '', workers => 'select, insert, delete');
create policy log_passes on key_renewals to soundings_log using (true) with check (true);
grant select on key_renewals to soundings_log;
grant update (sealed_reason) on access_log to soundings_worker;

-- The version of the key that something is sealed under, which stands in it after a byte for the form.
create function key_version(sealed bytea) returns int language sql immutable parallel safe as $$
    select get_byte(sealed, 1) * 256 + get_byte(sealed, 2)
$$;

-- Whether a state is sealed under a key that was exchanged a moment ago, by a process that had it at hand.
create function is_sealed_too_late(tenant uuid, journey uuid, state bytea) returns boolean language plpgsql as $$
#variable_conflict use_variable
declare
    event json;
    fact json;
begin
    -- Nobody has a key at hand for longer than a minute.
    if not exists (select from key_renewals r where r.tenant_id = tenant and r.journey_id = journey
                   and r.at > clock_timestamp() - interval '10 minutes') then
        return false;
    end if;
    event := convert_from(state, 'UTF8')::json;
    fact := coalesce(event -> 'fact', event);
    return exists (
        select from key_renewals r, json_each_text(event -> 'sealed') part
        where r.tenant_id = tenant and r.journey_id = journey and r.at > clock_timestamp() - interval '10 minutes'
          and r.contact_id::text is not distinct from
              case when fact ->> 'type' like 'ContactAdded%' then fact ->> 'contact_id' end
          and key_version(decode(part.value, 'base64')) < r.version);
end $$;

create function refuse_exchanged_keys() returns trigger language plpgsql as $$
begin
    if is_sealed_too_late(new.tenant_id, new.originator_id, new.state) then
        raise serialization_failure using message = 'this is sealed under a key that was exchanged';
    end if;
    return new;
end $$;

create trigger stored_events_keys before insert or update of state on stored_events
for each row when (position('"sealed"'::bytea in new.state) > 0) execute function refuse_exchanged_keys();

create function refuse_exchanged_keys_of_reasons() returns trigger language plpgsql as $$
begin
    if exists (
        select from key_renewals r
        where r.tenant_id = new.tenant_id and r.journey_id = new.journey_id and r.contact_id is null
          and key_version(new.sealed_reason) < r.version) then
        raise serialization_failure using message = 'this is sealed under a key that was exchanged';
    end if;
    return new;
end $$;

create trigger access_log_keys before insert on access_log
for each row when (new.sealed_reason is not null) execute function refuse_exchanged_keys_of_reasons();

-- Put what stands sealed in an event under another key. Of the event nothing changes.
create function reseal_event(tenant uuid, journey uuid, number bigint, before bytea, resealed bytea)
returns boolean language plpgsql as $$
#variable_conflict use_variable
declare
    stands bytea;
begin
    select s.state into stands from stored_events s
    where s.originator_id = journey and s.originator_version = number and s.tenant_id = tenant
      and tenant = coalesce(current_tenant(), tenant)
    for update;
    if not found or sha256(stands) <> before then
        return false;
    end if;
    if not is_sealed(stands) or not is_sealed(resealed)
       or convert_from(stands, 'UTF8')::jsonb - 'sealed' <> convert_from(resealed, 'UTF8')::jsonb - 'sealed' then
        raise check_violation using message = 'this is not what stands there under another key';
    end if;
    update stored_events s set state = resealed
    where s.originator_id = journey and s.originator_version = number;
    return true;
end $$;

select lend(oid::regprocedure, 'soundings_log', 'soundings_worker')
from pg_proc
where pronamespace = current_schema()::regnamespace
  and proname in ('reseal_event', 'is_sealed_too_late');
select lend(oid::regprocedure, 'soundings_worker', 'soundings_app, soundings_worker')
from pg_proc
where pronamespace = current_schema()::regnamespace and proname = 'refuse_exchanged_keys_of_reasons';
grant execute on function key_version(bytea) to soundings_app, soundings_worker, soundings_log;
