-- Which process leads. There is one row; whoever takes over raises its epoch, and what is still done under a former one is refused.
create table leadership (
    only_row boolean     primary key default true check (only_row),
    epoch    bigint      not null,
    -- A word that stands in the application_name of all connections of that process.
    process  text        not null,
    host     text        not null,
    pid      integer     not null,
    since    timestamptz not null
);
insert into leadership (epoch, process, host, pid, since) values (0, '', '', 0, clock_timestamp());
select let_workers_pass('leadership', 'select, update');

-- Returns `value` if this epoch leads, and sees to it that no other begins before the transaction ends. As it is an argument of what is
-- to be done, that is not begun without it.
create function under_epoch(led_by bigint, value anyelement) returns anyelement language plpgsql volatile as $$
begin
    -- Who stops in the middle of a transaction is not waited for.
    perform set_config('idle_in_transaction_session_timeout', '4s', true);
    perform from leadership where epoch = led_by for share;
    if not found then
        raise exception 'another process leads' using errcode = 'SND01';
    end if;
    return value;
end $$;
