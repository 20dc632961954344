-- Organisations, their people, and how they sign in. Nothing here tells in the clear who somebody is: names and addresses
-- are sealed under keys kept elsewhere, an address is found by a keyed fingerprint, and of every secret only a hash stays.

create table organisations (
    tenant_id  uuid not null primary key,
    name       text not null,
    created_at timestamptz not null
);

create table people (
    tenant_id  uuid  not null references organisations on delete cascade,
    person_id  uuid  not null,
    address    bytea not null,
    email      bytea not null,
    name       bytea,
    locale     text  not null,
    state      text  not null check (state in ('invited', 'active', 'disabled')),
    invited_at timestamptz not null,
    joined_at  timestamptz,
    primary key (tenant_id, person_id),
    unique (tenant_id, address)
);

-- Whoever signs in has not said where yet.
create index people_address_idx on people (address);

create table person_roles (
    tenant_id  uuid not null,
    person_id  uuid not null,
    role       text not null check (role in ('client', 'coach', 'manager', 'researcher', 'admin')),
    granted_by uuid not null,
    granted_at timestamptz not null,
    primary key (tenant_id, person_id, role),
    foreign key (tenant_id, person_id) references people on delete cascade
);

-- Who gave and took which role, or the account itself: kept after the role is gone.
create table role_changes (
    tenant_id  uuid not null,
    change_id  uuid not null,
    person_id  uuid not null,
    change     text not null check (change in ('granted', 'revoked', 'disabled', 'enabled')),
    role       text,
    changed_by uuid not null,
    changed_at timestamptz not null,
    primary key (tenant_id, change_id)
);

create index role_changes_person_idx on role_changes (tenant_id, person_id, changed_at);

create table invitations (
    tenant_id     uuid  not null,
    invitation_id uuid  not null,
    person_id     uuid  not null,
    role          text  not null check (role in ('client', 'coach', 'manager', 'researcher', 'admin')),
    hash          bytea not null,
    invited_by    uuid  not null,
    journey_id    uuid,
    coach_id      uuid,
    locale        text  not null,
    invited_at    timestamptz not null,
    expires_at    timestamptz not null,
    primary key (tenant_id, invitation_id),
    -- Inviting again takes the earlier invitation back.
    unique (tenant_id, person_id, role),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create index invitations_hash_idx on invitations (hash);

create table agreements (
    tenant_id uuid not null,
    person_id uuid not null,
    purpose   text not null,
    wording   int  not null,
    agreed_at timestamptz not null,
    primary key (tenant_id, person_id, purpose, wording),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create table passwords (
    tenant_id uuid not null,
    person_id uuid not null,
    hash      text not null,
    set_at    timestamptz not null,
    primary key (tenant_id, person_id),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create table totp_secrets (
    tenant_id    uuid   not null,
    person_id    uuid   not null,
    secret       bytea  not null,
    -- A secret that waits for its first code; it replaces the other when that has come.
    waiting      boolean not null,
    -- The last step whose code was used: no code opens twice, nor an earlier one after it.
    last_step    bigint not null,
    primary key (tenant_id, person_id, waiting),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create table recovery_codes (
    tenant_id uuid  not null,
    person_id uuid  not null,
    hash      bytea not null,
    primary key (tenant_id, person_id, hash),
    foreign key (tenant_id, person_id) references people on delete cascade
);

-- Sessions of browsers and tokens of programs.
create table tokens (
    tenant_id    uuid    not null,
    token_id     uuid    not null,
    person_id    uuid    not null,
    hash         bytea   not null,
    way          text    not null check (way in ('browser', 'api')),
    label        bytea,
    scopes       text[]  not null,
    means        text    not null,
    strong       boolean not null,
    signed_in_at timestamptz not null,
    used_at      timestamptz not null,
    expires_at   timestamptz not null,
    primary key (tenant_id, token_id),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create index tokens_hash_idx on tokens (hash);
create index tokens_person_idx on tokens (tenant_id, person_id);

-- Ways back in that were sent by e-mail.
create table links (
    tenant_id  uuid  not null,
    link_id    uuid  not null,
    person_id  uuid  not null,
    hash       bytea not null,
    browser    bytea not null,
    expires_at timestamptz not null,
    primary key (tenant_id, link_id),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create index links_hash_idx on links (hash);
create index links_person_idx on links (tenant_id, person_id);

-- Whose journey it is.
create table clients (
    tenant_id  uuid not null,
    journey_id uuid not null,
    person_id  uuid not null,
    primary key (tenant_id, journey_id),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create index clients_person_idx on clients (tenant_id, person_id);

-- How often something was tried lately, by keyed fingerprints of accounts and networks: before any organisation is known,
-- so it belongs to none, and nobody reads it but the functions below.
create table attempts (
    key      bytea not null primary key,
    began_at timestamptz not null,
    ends_at  timestamptz not null,
    count    int not null
);

create index attempts_ends_idx on attempts (ends_at);

-- Proofs beside a password that somebody has set up. The tables of two of them are made by the next migration.
create function factors_of(tenant uuid, person uuid) returns text[] language plpgsql stable as $$
begin
    return array(
        select 'totp' where exists (
            select from totp_secrets s where s.tenant_id = tenant and s.person_id = person and not s.waiting)
        union all
        select 'passkey' where exists (select from passkeys k where k.tenant_id = tenant and k.person_id = person)
        union all
        select 'oidc' where exists (select from identities i where i.tenant_id = tenant and i.person_id = person));
end $$;

-- The few questions that are asked before it is known which organisation somebody belongs to. Each answers with ids only;
-- all else is then read inside that organisation.

create function find_person(fingerprint bytea) returns table (tenant_id uuid, person_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.tenant_id, p.person_id from people p
    where p.address = fingerprint and p.state = 'active' order by p.joined_at, p.tenant_id
$$;

create function find_token(secret_hash bytea) returns table (tenant_id uuid, token_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select t.tenant_id, t.token_id from tokens t where t.hash = secret_hash
$$;

create function find_link(secret_hash bytea) returns table (tenant_id uuid, link_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select l.tenant_id, l.link_id from links l where l.hash = secret_hash
$$;

create function find_invitation(secret_hash bytea) returns table (tenant_id uuid, invitation_id uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select i.tenant_id, i.invitation_id from invitations i where i.hash = secret_hash
$$;

-- Counts one attempt under each key, atomically. In the order of the keys: two callers with keys in common would
-- otherwise wait for each other.
create function count_attempts(keys bytea[], lengths interval[], at timestamptz)
returns table (key bytea, count int, ends_at timestamptz)
language sql security definer set search_path = public, pg_temp as $$
    insert into attempts as a (key, began_at, ends_at, count)
    select k.key, at, at + k.length, 1 from unnest(keys, lengths) k (key, length) order by k.key
    on conflict (key) do update set
        count = case when a.ends_at <= at then 1 else least(a.count, 1000000) + 1 end,
        began_at = case when a.ends_at <= at then excluded.began_at else a.began_at end,
        ends_at = case when a.ends_at <= at then excluded.ends_at else a.ends_at end
    returning a.key, a.count, a.ends_at
$$;

-- Takes back one attempt that turned out well.
create function give_back_attempts(keys bytea[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    update attempts a set count = a.count - 1
    from (select h.key from attempts h where h.key = any (keys) and h.count > 0 order by h.key for update) held
    where a.key = held.key
$$;

-- Forgets every attempt under these keys.
create function forget_attempts(keys bytea[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    delete from attempts a where a.key = any (keys)
$$;

-- Removes what has run out, everywhere. Who was invited and never came is forgotten with the invitation: those it names.
create function sweep_accounts(at timestamptz) returns table (tenant_id uuid, person_id uuid)
language sql security definer set search_path = public, pg_temp as $$
    with gone_attempts as (delete from attempts a where a.ends_at <= at),
    gone_tokens as (delete from tokens t where t.expires_at <= at),
    gone_links as (delete from links l where l.expires_at <= at),
    gone_invitations as (delete from invitations i where i.expires_at <= at)
    -- An hour's grace: whoever is being asked in at this moment has no invitation yet.
    delete from people p where p.state = 'invited' and p.invited_at < at - interval '1 hour' and not exists (
        select from invitations i
        where i.tenant_id = p.tenant_id and i.person_id = p.person_id and i.expires_at > at)
    returning p.tenant_id, p.person_id
$$;

revoke execute on function find_person, find_token, find_link, find_invitation, count_attempts, give_back_attempts,
    forget_attempts, sweep_accounts from public;
