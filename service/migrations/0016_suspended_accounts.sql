-- One administrator may suspend an account for some days; closing or demoting an administrator takes two.
alter table people add column suspended_until timestamptz;

alter table role_changes drop constraint role_changes_change_check;
alter table role_changes add constraint role_changes_change_check
    check (change in ('granted', 'revoked', 'disabled', 'enabled', 'suspended'));

-- What waits for a second administrator: a role to be given, or taken from an administrator, or their account to be closed.
alter table role_requests add column change text not null default 'granted'
    check (change in ('granted', 'revoked', 'disabled'));

-- Lets those in again whose suspension is over, everywhere.
create function end_suspensions(at timestamptz) returns table (tenant_id uuid, person_id uuid)
language sql as $$
    update people p set state = 'active', suspended_until = null where p.suspended_until <= at
    returning p.tenant_id, p.person_id
$$;
select lend('end_suspensions(timestamptz)', 'soundings_worker', 'soundings_app, soundings_worker');
