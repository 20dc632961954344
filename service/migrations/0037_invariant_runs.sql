-- What the rules of the live data found, each time they were looked at; the newest runs are kept.
create table invariant_runs (
    at       timestamptz primary key default clock_timestamp(),
    rules    integer not null,
    findings jsonb   not null
);
select let_workers_pass('invariant_runs', 'select, insert, delete');
