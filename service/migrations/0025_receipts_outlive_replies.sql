-- Whether what came back to a journey is held whatever its age: its use is restricted, or was until two weeks ago.
create function holds_replies(tenant uuid, journey uuid, at timestamptz) returns boolean language sql stable as $$
    select exists (
        select from restrictions r
        where r.tenant_id = tenant and r.journey_id = journey
          and (r.lifted_at is null or r.lifted_at > at - interval '14 days')
    ) or exists (select from erasure_requests e where e.tenant_id = tenant and e.journey_id = journey)
$$;
grant execute on function holds_replies(uuid, uuid, timestamptz) to soundings_app, soundings_worker;

-- The receipt of a form stays for as long as an answer at the link's last hour could wait: whoever sends the form again cannot
-- tell whether it was read.
create or replace function sweep_reply_links(at timestamptz, replied_before timestamptz, made_before timestamptz)
returns void language sql as $$
    update reply_links l set reply = null, postponed_until = null, keeping_until = null
    where l.reply is not null and l.replied_at <= replied_before and not holds_replies(l.tenant_id, l.journey_id, at);
    delete from reply_links l
    where l.reply is null and l.made_at <= made_before and (l.hash is null or l.expires_at <= at)
      and (l.receipt is null or l.expires_at <= replied_before)
      and not holds_replies(l.tenant_id, l.journey_id, at);
    update reply_links l set hash = null, shown = null where l.hash is not null and l.expires_at <= at
$$;
select lend('sweep_reply_links(timestamptz, timestamptz, timestamptz)', 'soundings_worker', 'soundings_worker');
