-- Signs of life: what works by itself, in which process, says every few seconds whether it works. Nothing of a person is in it.
create table heartbeats (
    process  uuid        not null,
    name     text        not null,
    host     text        not null,
    pid      integer     not null,
    beat_at  timestamptz not null,
    -- Of a reader: how far it came in the log.
    position bigint,
    -- Why it does not work; null while it does.
    failure  text,
    primary key (process, name)
);
select let_workers_pass('heartbeats', 'select, insert, update, delete');
