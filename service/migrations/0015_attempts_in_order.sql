-- Counts an attempt under one key after the other, up to the first whose number is reached already: of what is turned
-- away for its network nothing is counted for the account that it names, nor any row made. Returns until when to wait;
-- null if everything was counted.
create function try_attempts(keys bytea[], numbers int[], length interval, at timestamptz) returns timestamptz
language plpgsql as $$
declare
    until timestamptz;
begin
    for n in 1 .. cardinality(keys) loop
        insert into attempts as a (key, began_at, ends_at, count) values (keys[n], at, at + length, 1)
        on conflict (key) do update set
            count = case when a.ends_at <= at then 1 else a.count + 1 end,
            began_at = case when a.ends_at <= at then excluded.began_at else a.began_at end,
            ends_at = case when a.ends_at <= at then excluded.ends_at else a.ends_at end
        where a.ends_at <= at or a.count < numbers[n];
        if not found then
            select a.ends_at into until from attempts a where a.key = keys[n];
            return coalesce(until, at);
        end if;
    end loop;
    -- Last, and without waiting: two callers would otherwise wait for each other.
    delete from attempts a where a.key in (
        select e.key from attempts e where e.ends_at <= at order by e.ends_at limit 10 for update skip locked);
    return null;
end $$;

select lend(
    'try_attempts(bytea[], int[], interval, timestamptz)', 'soundings_worker', 'soundings_app, soundings_worker');
