-- Which erasure ledger belongs to this database: the ledger itself is a file outside, and bears the same id.
-- A copy of the database brings the id along, so that it is not served with another ledger, or with none.
create table ledger_binding (
    only_one  boolean primary key default true check (only_one),
    ledger_id uuid not null,
    bound_at  timestamptz not null default clock_timestamp()
);
select let_workers_pass('ledger_binding', 'select, insert, update');
