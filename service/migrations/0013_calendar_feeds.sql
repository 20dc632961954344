-- A client's planned steps in a calendar of her own: by an address that nobody can guess, of which only a hash is kept.
create table calendar_feeds (
    tenant_id  uuid    not null,
    journey_id uuid    not null,
    person_id  uuid    not null,
    hash       bytea   not null,
    -- Whether titles say with whom and about which work; else only that there is something.
    names      boolean not null,
    made_at    timestamptz not null,
    primary key (tenant_id, journey_id),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create index calendar_feeds_hash_idx on calendar_feeds (hash);
create index calendar_feeds_person_idx on calendar_feeds (tenant_id, person_id);

select wall_table('calendar_feeds');

-- A calendar program does not say which organisation it asks: answered with ids only, all else is read inside that organisation.
create function find_calendar_feed(secret_hash bytea) returns table (tenant_id uuid, journey_id uuid)
language sql stable as $$
    select f.tenant_id, f.journey_id from calendar_feeds f where f.hash = secret_hash
$$;
select lend('find_calendar_feed(bytea)', 'soundings_worker', 'soundings_app, soundings_worker');
