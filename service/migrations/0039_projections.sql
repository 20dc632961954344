-- Streams that stand still in the read models, as an event of theirs could not be taken; all others go on.
create table parked_streams (
    tenant_id   uuid        not null,
    stream_id   uuid        not null,
    -- The first event that could not be taken: its number in the stream and its position in the log, and the kind of failure.
    version     bigint      not null,
    position    bigint      not null,
    fault       text        not null,
    parked_at   timestamptz not null default clock_timestamp(),
    tries       integer     not null default 0,
    -- When it is tried again by itself; null: when an operator asks for it.
    next_try_at timestamptz,
    primary key (tenant_id, stream_id)
);
select wall_table('parked_streams', requests => '');

-- Events that an operator had left out of the read models. In the log they stay.
create table skipped_events (
    tenant_id  uuid        not null,
    stream_id  uuid        not null,
    version    bigint      not null,
    skipped_by text        not null,
    skipped_at timestamptz not null default clock_timestamp(),
    primary key (tenant_id, stream_id, version)
);
select wall_table('skipped_events', requests => '');

-- What a projector has in hand: found by the next one, its process died with it.
create table events_in_hand (
    reader text    primary key,
    after  bigint  not null,
    upto   bigint  not null,
    deaths integer not null
);
select let_workers_pass('events_in_hand', 'select, insert, update, delete');

-- Read models made anew: asked for, under way, swapped in.
create table rebuilds (
    rebuild_id    bigint generated always as identity primary key,
    asked_by      text        not null,
    asked_at      timestamptz not null default clock_timestamp(),
    -- Only streams with events after this position; 0: all of them.
    from_position bigint      not null,
    state         text        not null default 'asked'
                  check (state in ('asked', 'running', 'swapped', 'cancelled', 'failed')),
    started_at    timestamptz,
    ended_at      timestamptz,
    position      bigint      not null default 0,
    events        bigint      not null default 0,
    fault         text,
    -- Something was erased or overwritten meanwhile: what was made before may hold it.
    begin_anew    boolean     not null default false
);
create unique index rebuilds_one_at_a_time_idx on rebuilds ((true)) where ended_at is null;
select let_workers_pass('rebuilds', 'select, insert, update, delete');
