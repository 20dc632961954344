-- People of an organisation as its administrators look after them: what an invitation brings, who takes clients, and roles
-- that a second administrator has to confirm.

-- What of the consents a role may be asked for this invitation asks, and the programme it leads to.
alter table invitations add column consents text[] not null default '{}';
alter table invitations add column programme_id uuid;

-- When somebody last signed in; whether a coach takes more clients.
alter table people add column seen_at timestamptz;
alter table people add column takes_clients boolean not null default true;

-- Who confirmed a grant; and whether an administrator gave it alone, there being no other.
alter table role_changes add column confirmed_by uuid;
alter table role_changes add column alone boolean not null default false;

-- What somebody who has come in brings to the journey she has, or is to begin: told in it, then gone from here.
create table arrivals (
    tenant_id    uuid   not null,
    arrival_id   uuid   not null,
    person_id    uuid   not null,
    -- The journey she was invited to; null for the one she begins.
    journey_id   uuid,
    consents     text[] not null,
    wording      int    not null,
    coach_id     uuid,
    programme_id uuid,
    invited_by   uuid   not null,
    arrived_at   timestamptz not null,
    primary key (tenant_id, arrival_id),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create index arrivals_person_idx on arrivals (tenant_id, person_id);

-- A role that waits for a second administrator, or was confirmed before its person has come in.
create table role_requests (
    tenant_id    uuid not null,
    request_id   uuid not null,
    person_id    uuid not null,
    role         text not null check (role in ('client', 'coach', 'manager', 'researcher', 'admin')),
    asked_by     uuid not null,
    asked_at     timestamptz not null,
    confirmed_by uuid check (confirmed_by <> asked_by and confirmed_by <> person_id),
    confirmed_at timestamptz,
    primary key (tenant_id, request_id),
    unique (tenant_id, person_id, role),
    foreign key (tenant_id, person_id) references people on delete cascade,
    check ((confirmed_by is null) = (confirmed_at is null)),
    check (asked_by <> person_id)
);

select wall_table('arrivals');
select wall_table('role_requests');

-- An account at a provider that the organisation has removed proves nothing any more.
create or replace function factors_of(tenant uuid, person uuid) returns text[] language plpgsql stable as $$
begin
    return array(
        select 'totp' where exists (
            select from totp_secrets s where s.tenant_id = tenant and s.person_id = person and not s.waiting)
        union all
        select 'passkey' where exists (select from passkeys k where k.tenant_id = tenant and k.person_id = person)
        union all
        select 'oidc' where exists (
            select from identities i join identity_providers p on p.tenant_id = i.tenant_id and p.issuer = i.issuer
            where i.tenant_id = tenant and i.person_id = person));
end $$;

-- Removes what has run out, everywhere. Who was invited and never came is forgotten with the invitation: those it names.
drop function sweep_accounts(timestamptz);
create function sweep_accounts(at timestamptz) returns table (tenant_id uuid, person_id uuid)
language sql as $$
    with gone_attempts as (delete from attempts a where a.ends_at <= at),
    gone_tokens as (delete from tokens t where t.expires_at <= at),
    gone_links as (delete from links l where l.expires_at <= at),
    gone_ceremonies as (delete from ceremonies c where c.expires_at <= at),
    gone_invitations as (delete from invitations i where i.expires_at <= at)
    -- An hour's grace: whoever is being asked in at this moment has no invitation yet.
    delete from people p where p.state = 'invited' and p.invited_at < at - interval '1 hour' and not exists (
        select from invitations i
        where i.tenant_id = p.tenant_id and i.person_id = p.person_id and i.expires_at > at)
    returning p.tenant_id, p.person_id
$$;
select lend('sweep_accounts(timestamptz)', 'soundings_worker', 'soundings_app, soundings_worker');
