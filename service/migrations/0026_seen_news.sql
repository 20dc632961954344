-- Up to which entry of a journey its coach has seen what is new. It is no list computed from the log: rebuilding those leaves it alone.
create table seen_news (
    tenant_id     uuid   not null,
    -- The coach.
    person_id     uuid   not null,
    journey_id    uuid   not null,
    -- Of the last entry that a page showed, or that was marked as seen.
    number        bigint not null,
    seen_at       timestamptz not null,
    -- Of whatever marked it as seen, until a page is opened: with what stood here before, so that it can be undone.
    marking       uuid,
    number_before bigint,
    seen_before   timestamptz,
    primary key (tenant_id, person_id, journey_id)
);

create index seen_news_journey_idx on seen_news (tenant_id, journey_id);

select wall_table('seen_news');
