-- The rights of the person: whose use of a journey was stopped, who asked for it to be erased, and how long one is kept.

-- Restriction of processing (GDPR 18). One is in force until it is lifted; those that were stay to be seen.
create table restrictions (
    tenant_id      uuid        not null,
    restriction_id uuid        not null,
    journey_id     uuid        not null,
    placed_by      text        not null check (placed_by in ('client', 'admin')),
    actor_id       uuid        not null,
    -- The grounds of the article, and no words: those would be about somebody.
    ground         text        not null check (ground in ('wish', 'accuracy', 'unlawful', 'claims', 'objection')),
    since          timestamptz not null,
    lifted_at      timestamptz,
    primary key (tenant_id, restriction_id)
);

create unique index restrictions_in_force_idx on restrictions (tenant_id, journey_id, placed_by) where lifted_at is null;

-- Her own wish to be erased. Until it is due she can take it back, and meanwhile nobody uses the journey.
create table erasure_requests (
    tenant_id  uuid        not null,
    journey_id uuid        not null,
    asked_by   uuid        not null,
    asked_at   timestamptz not null,
    due_at     timestamptz not null,
    primary key (tenant_id, journey_id)
);

create index erasure_requests_due_idx on erasure_requests (due_at);

-- How many months a journey is kept after its end: by programme, and under the id of nobody for all others.
create table retention_periods (
    tenant_id    uuid        not null,
    programme_id uuid        not null,
    months       int         not null check (months between 1 and 600),
    set_by       uuid        not null,
    set_at       timestamptz not null,
    primary key (tenant_id, programme_id)
);

-- Since when a journey stands on the list of those to be erased: none is that did not stand there for a while.
create table retention_notices (
    tenant_id  uuid        not null,
    journey_id uuid        not null,
    noted_at   timestamptz not null,
    primary key (tenant_id, journey_id)
);

select wall_table('restrictions', requests => 'select, insert, update', workers => 'select, delete');
select wall_table('erasure_requests', requests => 'select, insert, delete', workers => 'select, delete');
select wall_table('retention_periods');
select wall_table('retention_notices', requests => 'select');

-- Which of these journeys nobody but their clients may use now: asked with every request, so in one call.
create function restricted_among(tenant uuid, journeys uuid[]) returns setof uuid
language plpgsql stable as $$
begin
    return query
    select r.journey_id from restrictions r
    where r.tenant_id = tenant and r.journey_id = any(journeys) and r.lifted_at is null
      and tenant = coalesce(current_tenant(), tenant)
    union
    select e.journey_id from erasure_requests e
    where e.tenant_id = tenant and e.journey_id = any(journeys)
      and tenant = coalesce(current_tenant(), tenant);
end $$;

select lend('restricted_among(uuid, uuid[])'::regprocedure, 'soundings_worker', 'soundings_app, soundings_worker');
