-- On a server whose superuser migrates, as the private one, the roles of the service sign in themselves: from a session that came
-- as a superuser and only took a role, any statement could lay the role off. Where they need a password, an operator sets it.
do $$
begin
    if not (select rolsuper from pg_roles where rolname = current_user) then
        return;
    end if;
    if exists (select from pg_roles where rolname in ('soundings_app', 'soundings_worker') and not rolcanlogin) then
        -- Roles are the whole server's, and another database of it may be migrated now.
        lock table pg_authid in share row exclusive mode;
        alter role soundings_app login;
        alter role soundings_worker login;
    end if;
    -- What stands in a large object would stand behind no wall, and be found by no erasure.
    revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public;
end $$;

-- What is lent to requests tells nothing outside of a transaction about the organisation that is asked for.
create or replace function stream_of(tenant uuid, stream uuid, after bigint) returns setof stored_events
language plpgsql stable as $$
begin
    return query
    select s.* from stored_events s
    where s.originator_id = stream and s.originator_version > after and s.tenant_id = tenant
      and tenant = current_tenant()
    order by s.originator_version;
end $$;

create or replace function receipts_of(tenant uuid, actor uuid, ids uuid[]) returns setof commands
language plpgsql stable as $$
begin
    return query
    select k.* from commands k
    where k.tenant_id = tenant and k.actor_id = actor and k.command_id = any(ids)
      and tenant = current_tenant();
end $$;

create or replace function restricted_among(tenant uuid, journeys uuid[]) returns setof uuid
language plpgsql stable as $$
begin
    return query
    select r.journey_id from restrictions r
    where r.tenant_id = tenant and r.journey_id = any(journeys) and r.lifted_at is null
      and tenant = current_tenant()
    union
    select e.journey_id from erasure_requests e
    where e.tenant_id = tenant and e.journey_id = any(journeys)
      and tenant = current_tenant();
end $$;

-- To replace a function makes it one with its caller's rights again.
select lend(oid::regprocedure, 'soundings_log', 'soundings_app, soundings_worker')
from pg_proc where pronamespace = current_schema()::regnamespace and proname in ('stream_of', 'receipts_of');
select lend('restricted_among(uuid, uuid[])', 'soundings_worker', 'soundings_app, soundings_worker');
