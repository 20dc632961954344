-- Who looked at a journey that is not their own, and why. A client reads hers; nothing in it is ever changed.
create table access_log (
    tenant_id  uuid        not null,
    journey_id uuid        not null,
    at         timestamptz not null,
    -- Made by the one who notes: noted twice after a lost connection, a look counts once.
    look_id    uuid        not null,
    actor_id   uuid        not null,
    role       text        not null,
    act        text        not null,
    why        text        not null,
    -- In words, of those who broke the glass.
    reason     text,
    primary key (tenant_id, journey_id, at, look_id)
);

-- Who broke the glass of a journey, and until when they may look.
create table broken_glass (
    tenant_id  uuid        not null,
    journey_id uuid        not null,
    actor_id   uuid        not null,
    at         timestamptz not null,
    until      timestamptz not null,
    primary key (tenant_id, journey_id, actor_id, at)
);

create index broken_glass_actor_idx on broken_glass (tenant_id, actor_id, until);

select wall_table('access_log', requests => 'select, insert', workers => 'select, delete');
select wall_table('broken_glass', requests => 'select, insert', workers => 'select, delete');
