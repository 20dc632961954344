-- Walls between organisations: row-level security on every table with a tenant, and three roles that meet it.
-- soundings_app     requests: sees the organisation that `app.tenant` names in its transaction, and nothing without it.
-- soundings_worker  the projector, the clock, export and the log's writer: sees all.
-- soundings_log     owns the functions through which the log is written and read; nobody connects as it.
-- The user who migrates becomes a member of all three: forced policies bind the owner of a table, too.

-- Roles belong to the whole server, so another database of it may have made them before, or be making them now.
do $$
declare
    me name := current_user;
    before text := current_setting('role');
    wanted text;
begin
    foreach wanted in array array['soundings_app', 'soundings_worker', 'soundings_log'] loop
        begin
            if to_regrole(wanted) is null then
                execute format('create role %I nologin', wanted);
            end if;
        exception when duplicate_object or unique_violation then null;
        end;
        begin
            if not (select rolsuper from pg_roles where rolname = me) then
                execute format('grant %I to %I', wanted, me);
            end if;
        exception when insufficient_privilege or unique_violation then null;
        end;
        perform set_config('role', wanted, true);
        perform set_config('role', before, true);
        if not pg_has_role(me, wanted, 'usage') then
            raise insufficient_privilege;
        end if;
        if exists (select from pg_roles where rolname = wanted and (rolsuper or rolbypassrls)) then
            raise exception 'the role % passes every wall; an operator must run: alter role % nosuperuser nobypassrls', wanted, wanted;
        end if;
    end loop;
exception when insufficient_privilege or undefined_object or invalid_parameter_value then
    raise insufficient_privilege using message = format(
        'the database user %I may not make or take the roles of this service, so an operator must see to it that '
        'soundings_app, soundings_worker and soundings_log exist (create role ... nologin) and then run: '
        'grant soundings_app, soundings_worker, soundings_log to %I', me, me);
end $$;

-- The organisation this transaction is about; null for none. A setting that was local once is '' ever after.
create function current_tenant() returns uuid language sql stable parallel safe as $$
    select nullif(current_setting('app.tenant', true), '')::uuid
$$;

-- Wall a table with a tenant_id: what requests and workers may do in it, each as words for GRANT; '' for nothing.
-- Every later migration calls this for each table it makes. Calling it again changes the words.
create function wall_table(
    walled regclass,
    requests text default 'select, insert, update, delete',
    workers text default 'select, insert, update, delete'
) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', walled);
    execute format('alter table %s force row level security', walled);
    execute format('drop policy if exists tenant_wall on %s', walled);
    -- In a select of its own the setting is read once for a statement, not once for each row.
    execute format(
        'create policy tenant_wall on %s using (tenant_id = (select current_tenant())) '
        'with check (tenant_id = (select current_tenant()))', walled);
    execute format('revoke all on %s from public, soundings_app', walled);
    if requests <> '' then
        execute format('grant %s on %s to soundings_app', requests, walled);
    end if;
    perform let_workers_pass(walled, workers);
end $$;

-- Let workers see all of a walled table; alone it is the wall of a table that knows no tenants.
create function let_workers_pass(walled regclass, workers text) returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', walled);
    execute format('alter table %s force row level security', walled);
    execute format('drop policy if exists workers_pass on %s', walled);
    execute format('create policy workers_pass on %s to soundings_worker using (true) with check (true)', walled);
    execute format('revoke all on %s from soundings_worker', walled);
    if workers <> '' then
        execute format('grant %s on %s to soundings_worker', workers, walled);
    end if;
end $$;

select wall_table(c.oid::regclass)
from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p');

select wall_table('journeys', requests => 'select');
select wall_table('programmes', requests => 'select');
select wall_table('enrolments', requests => 'select');
select wall_table('looks', requests => '');

-- Of who gave and took which role nothing is changed or taken away.
select wall_table('role_changes', requests => 'select, insert');

-- The log is appended to by its functions only.
select wall_table('stored_events', requests => 'select', workers => 'select');
select wall_table('commands', requests => 'select', workers => 'select');
create policy log_passes on stored_events to soundings_log using (true) with check (true);
create policy log_passes on commands to soundings_log using (true) with check (true);
grant select, insert on stored_events, commands to soundings_log;
do $$
begin
    execute format('grant usage on sequence %s to soundings_log', pg_get_serial_sequence('stored_events', 'notification_id'));
end $$;

select let_workers_pass('stored_snapshots', 'select, insert, update, delete');
select let_workers_pass('notification_tracking', 'select, insert, update, delete');
select let_workers_pass('attempts', 'select, insert, update, delete');

-- A view sees what its owner sees unless it is told otherwise, which PostgreSQL 14 cannot be: there it stays the owner's.
do $$
begin
    if current_setting('server_version_num')::int >= 150000 then
        alter view events_readable set (security_invoker = true);
        grant select on events_readable to soundings_app, soundings_worker;
    end if;
end $$;

-- One stream of one organisation in one call: in a transaction about another organisation there is no such stream.
create function stream_of(tenant uuid, stream uuid, after bigint) returns setof stored_events
language plpgsql stable as $$
begin
    return query
    select s.* from stored_events s
    where s.originator_id = stream and s.originator_version > after and s.tenant_id = tenant
      and tenant = coalesce(current_tenant(), tenant)
    order by s.originator_version;
end $$;

-- What became of an actor's commands, in the same way.
create function receipts_of(tenant uuid, actor uuid, ids uuid[]) returns setof commands
language plpgsql stable as $$
begin
    return query
    select k.* from commands k
    where k.tenant_id = tenant and k.actor_id = actor and k.command_id = any(ids)
      and tenant = coalesce(current_tenant(), tenant);
end $$;

-- Somebody else's rights lent through one function: it runs as that role, what its names mean is fixed, and only these call it.
create function lend(ours regprocedure, runner name, callers text) returns void language plpgsql as $$
declare
    home name := current_schema();
begin
    execute format('alter function %s security definer set search_path = %I, pg_temp', ours, home);
    execute format('revoke all on function %s from public', ours);
    execute format('grant execute on function %s to %s', ours, callers);
    -- Whoever is to own something in a schema must for a moment be able to make things there.
    execute format('grant create on schema %I to %I', home, runner);
    execute format('alter function %s owner to %I', ours, runner);
    execute format('revoke create on schema %I from %I', home, runner);
end $$;

do $$
begin
    execute format('grant usage on schema %I to soundings_app, soundings_worker, soundings_log', current_schema());
    execute format('revoke create on schema %I from public', current_schema());
end $$;

-- What is asked before the organisation is known.
select lend(oid::regprocedure, 'soundings_worker', 'soundings_app, soundings_worker')
from pg_proc where pronamespace = current_schema()::regnamespace and prosecdef;

-- Only a worker appends: the writer of each process.
select lend(oid::regprocedure, 'soundings_log', 'soundings_worker')
from pg_proc where pronamespace = current_schema()::regnamespace and proname in ('append_batch', 'append_one');

select lend(oid::regprocedure, 'soundings_log', 'soundings_app, soundings_worker')
from pg_proc where pronamespace = current_schema()::regnamespace and proname in ('stream_of', 'receipts_of');
