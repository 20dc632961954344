-- Links by which somebody without an account answers a client, once. What comes back waits here until the client keeps it.
create table reply_links (
    tenant_id       uuid not null,
    link_id         uuid not null,
    journey_id      uuid not null,
    purpose         text not null check (purpose in ('organisation', 'supporter')),
    -- The step that was rejected, or the contact who is asked.
    about_id        uuid not null,
    -- Of the secret in its address. None once it was answered, declined, withdrawn or replaced: then nobody opens it again.
    hash            bytea,
    -- What its page shows, and what came back, both sealed under the client's key.
    shown           bytea,
    reply           bytea,
    made_at         timestamptz not null,
    expires_at      timestamptz not null,
    replied_at      timestamptz,
    postponed_until timestamptz,
    -- Of the secret and the form that brought the reply: whoever sends the form twice is thanked twice.
    receipt         bytea,
    primary key (tenant_id, link_id),
    -- Whatever can be opened shows something, and whatever was answered cannot be opened.
    check ((hash is null) = (shown is null)),
    check (reply is null or (hash is null and replied_at is not null))
);

create index reply_links_hash_idx on reply_links (hash) where hash is not null;
create index reply_links_receipt_idx on reply_links (receipt) where receipt is not null;
create index reply_links_journey_idx on reply_links (tenant_id, journey_id);

select wall_table('reply_links');

-- Whoever opens a link does not say of which organisation it is: answered with ids only, all else is read inside that organisation.
create function find_reply_link(secret_hash bytea, at timestamptz) returns table (tenant_id uuid, link_id uuid)
language sql stable as $$
    select l.tenant_id, l.link_id from reply_links l where l.hash = secret_hash and l.expires_at > at
$$;
select lend('find_reply_link(bytea, timestamptz)', 'soundings_worker', 'soundings_app, soundings_worker');

create function is_reply_receipt(given bytea) returns boolean language sql stable as $$
    select exists (select from reply_links l where l.receipt = given)
$$;
select lend('is_reply_receipt(bytea)', 'soundings_worker', 'soundings_app, soundings_worker');

-- Removes what has run out, everywhere: replies that nobody kept since `replied_before`, and links that count for no limit any more.
create function sweep_reply_links(at timestamptz, replied_before timestamptz, made_before timestamptz) returns void
language sql as $$
    delete from reply_links l where (l.reply is not null and l.replied_at <= replied_before)
        or (l.reply is null and l.expires_at <= at and l.made_at <= made_before)
        or (l.reply is null and l.hash is null and l.made_at <= made_before);
    update reply_links l set hash = null, shown = null where l.hash is not null and l.expires_at <= at
$$;
select lend('sweep_reply_links(timestamptz, timestamptz, timestamptz)', 'soundings_worker', 'soundings_worker');
