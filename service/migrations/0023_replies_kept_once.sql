-- A reply is kept or thrown away, never both, and what came by the same form but is not the same is told apart.
alter table reply_links
    -- Of what stood in the form that brought the reply.
    add column submission bytea,
    -- Until then it is being kept: nobody throws it away.
    add column keeping_until timestamptz;

drop function is_reply_receipt(bytea);
-- Of what stood in the form of this receipt; empty for what came earlier, nothing if no such form brought a waiting reply.
create function find_reply_receipt(given bytea) returns bytea language sql stable as $$
    select coalesce(l.submission, '') from reply_links l where l.receipt = given
$$;
select lend('find_reply_receipt(bytea)', 'soundings_worker', 'soundings_app, soundings_worker');

-- As for events and reasons: whoever still had a key at hand that was exchanged seals again.
create function refuse_exchanged_keys_of_replies() returns trigger language plpgsql as $$
begin
    if exists (
        select from key_renewals r, unnest(array[new.shown, new.reply]) sealed
        where r.tenant_id = new.tenant_id and r.journey_id = new.journey_id and r.contact_id is null
          and key_version(sealed) < r.version) then
        raise serialization_failure using message = 'this is sealed under a key that was exchanged';
    end if;
    return new;
end $$;
select lend('refuse_exchanged_keys_of_replies()', 'soundings_worker', 'soundings_app, soundings_worker');

-- What is written only: a text that nobody can open must not stop the rest from being sealed anew.
create trigger reply_links_new_keys before insert on reply_links
for each row execute function refuse_exchanged_keys_of_replies();
create trigger reply_links_keys before update on reply_links
for each row when (new.reply is distinct from old.reply and new.reply is not null)
execute function refuse_exchanged_keys_of_replies();

-- While the use of a journey is restricted nothing of it is deleted, and for two weeks more: then its client reads it, or not.
create or replace function sweep_reply_links(at timestamptz, replied_before timestamptz, made_before timestamptz)
returns void language sql as $$
    delete from reply_links l where (
            (l.reply is not null and l.replied_at <= replied_before)
            or (l.reply is null and l.expires_at <= at and l.made_at <= made_before)
            or (l.reply is null and l.hash is null and l.made_at <= made_before)
        )
        and not exists (
            select from restrictions r
            where (r.tenant_id, r.journey_id) = (l.tenant_id, l.journey_id)
              and (r.lifted_at is null or r.lifted_at > at - interval '14 days'))
        and not exists (
            select from erasure_requests e where (e.tenant_id, e.journey_id) = (l.tenant_id, l.journey_id));
    update reply_links l set hash = null, shown = null where l.hash is not null and l.expires_at <= at
$$;
select lend('sweep_reply_links(timestamptz, timestamptz, timestamptz)', 'soundings_worker', 'soundings_worker');
