-- Sealing what was written in the clear, and overwriting what was wrong: texts of a row are replaced, and nothing else of it.

-- Which rows of the log were sealed after they had been written, and when.
create table sealings (
    tenant_id  uuid        not null,
    journey_id uuid        not null,
    number     bigint      not null,
    at         timestamptz not null,
    primary key (tenant_id, journey_id, number, at)
);

select wall_table('sealings', requests => 'select', workers => 'select, delete');
create policy log_passes on sealings to soundings_log using (true) with check (true);
grant insert on sealings to soundings_log;

-- Which field of the event, where it was not the whole.
alter table redactions add column field text;

-- The reason for breaking the glass, sealed; `reason` holds what was written before there was sealing.
alter table access_log add column sealed_reason bytea;

-- Every process asks again and again what it has to let go of.
create index redactions_at_idx on redactions (at);
create index subject_keys_destroyed_idx on subject_keys (destroyed_at) where destroyed_at is not null;

-- Each value of a document that is no object or array with something in it, and where it stands.
create function leaves(document jsonb) returns table (path text[], leaf jsonb) language sql immutable parallel safe as $$
    with recursive walk(path, value) as (
        select '{}'::text[], document
        union all
        select w.path || part.name, part.value
        from walk w cross join lateral (
            select o.key, o.value
            from jsonb_each(case jsonb_typeof(w.value) when 'object' then w.value else '{}' end) o
            union all
            select '#' || a.place, a.value
            from jsonb_array_elements(case jsonb_typeof(w.value) when 'array' then w.value else '[]' end)
                with ordinality a(value, place)
        ) part(name, value)
    )
    select w.path, w.value from walk w
    where jsonb_typeof(w.value) not in ('object', 'array') or w.value in ('{}', '[]')
$$;

-- Whether a state is another one in which nothing changed but texts that went. What is sealed is not looked into.
create function only_texts_went(before bytea, after bytea) returns boolean language sql immutable parallel safe as $$
    select not exists (
        select from leaves(convert_from(before, 'UTF8')::jsonb - 'sealed') b
        full join leaves(convert_from(after, 'UTF8')::jsonb - 'sealed') a using (path)
        where a.leaf is distinct from b.leaf
          and (path = '{type}' or a.leaf is distinct from '"[redacted]"' or jsonb_typeof(b.leaf) is distinct from 'string'))
$$;

create function is_sealed(state bytea) returns boolean language sql immutable parallel safe as $$
    select convert_from(state, 'UTF8')::jsonb ? 'sealed'
$$;

-- Seal one event where it stands. `before` is the SHA-256 of what was read: whoever changed it meanwhile is not overwritten,
-- and the answer is false. It takes no lock but that of the row, so appending goes on.
create function seal_event(tenant uuid, journey uuid, number bigint, before bytea, sealed bytea)
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
    if is_sealed(stands) or not is_sealed(sealed) or not only_texts_went(stands, sealed) then
        raise check_violation using message = 'this is not the sealed form of what stands there';
    end if;
    update stored_events s set state = sealed
    where s.originator_id = journey and s.originator_version = number;
    insert into sealings (tenant_id, journey_id, number, at) values (tenant, journey, number, clock_timestamp());
    return true;
end $$;

-- A receipt's fingerprint, by which a short text could be guessed, becomes a keyed one; those are one byte longer.
create function seal_receipt(tenant uuid, actor uuid, command uuid, before bytea, after bytea)
returns boolean language plpgsql as $$
#variable_conflict use_variable
begin
    if length(before) = 33 or length(after) <> 33 then
        raise check_violation using message = 'this is not the keyed form of a fingerprint';
    end if;
    update commands k set fingerprint = after
    where k.tenant_id = tenant and k.actor_id = actor and k.command_id = command and k.fingerprint = before
      and tenant = coalesce(current_tenant(), tenant);
    return found;
end $$;

-- Overwrite texts of one event of a journey, keeping its kind and all that is structural, and note that it was done.
-- `before` is the SHA-256 of what was read, if it matters. Of the command's receipt nothing can be guessed afterwards.
-- False where there is no such event.
drop function redact_event(uuid, uuid, bigint, text, bytea, uuid, text);

create function redact_event(
    tenant uuid, journey uuid, number bigint, topic text, redacted bytea, actor uuid, reason text,
    field text default null, before bytea default null
) returns boolean language plpgsql as $$
#variable_conflict use_variable
declare
    stands record;
begin
    select s.state, s.actor_id, s.command_id into stands from stored_events s
    where s.originator_id = journey and s.originator_version = number and s.tenant_id = tenant and s.topic = topic
      and tenant = coalesce(current_tenant(), tenant)
    for update;
    if not found or sha256(stands.state) <> coalesce(before, sha256(stands.state)) then
        return false;
    end if;
    if not only_texts_went(stands.state, redacted) then
        raise check_violation using message = 'only texts of an event can be overwritten';
    end if;
    update stored_events s set state = redacted
    where s.originator_id = journey and s.originator_version = number;
    update commands k
    set fingerprint = '\x02' || sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    where k.tenant_id = tenant and k.actor_id = stands.actor_id and k.command_id = stands.command_id
      and length(k.fingerprint) <> 33;
    insert into redactions (tenant_id, journey_id, number, at, actor_id, reason, field)
    values (tenant, journey, number, clock_timestamp(), actor, reason, field);
    return true;
end $$;

grant update (fingerprint) on commands to soundings_log;
grant execute on function leaves(jsonb), only_texts_went(bytea, bytea), is_sealed(bytea) to soundings_log;

select lend(oid::regprocedure, 'soundings_log', 'soundings_worker')
from pg_proc
where pronamespace = current_schema()::regnamespace and proname in ('seal_event', 'seal_receipt', 'redact_event');
