-- Who stands in for the coach, for the list of whoever does; null for almost all.
alter table journeys add column deputies uuid[], add column deputies_until date;
create index journeys_deputies_idx on journeys (tenant_id, deputies_until) where deputies is not null;

-- What a coach is good at, in which languages, and a sentence about themselves, sealed under their own key.
alter table people add column accents text[] not null default '{}',
    add column languages text[] not null default '{}', add column about bytea;
