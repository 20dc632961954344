-- The keys that seal what is personal, each wrapped by one that lives outside the database.

-- Which key-encryption key there is, was, or was destroyed, as each organisation's keys know it.
create table kek_epochs (
    tenant_id    uuid not null,
    epoch        int  not null check (epoch > 0),
    -- `current`: new keys are wrapped under it; `retired`: none are, and those that are get wrapped anew.
    state        text not null default 'current' check (state in ('current', 'retired', 'destroyed')),
    -- Tells the key from another one under the same number.
    mark         bytea not null,
    created_at   timestamptz not null default clock_timestamp(),
    destroyed_at timestamptz,
    primary key (tenant_id, epoch),
    check ((state = 'destroyed') = (destroyed_at is not null))
);

-- One key per person, class and version. A destroyed one stays as a row without a key, so that no new one takes its place.
create table subject_keys (
    tenant_id    uuid     not null,
    subject_id   uuid     not null,
    class        smallint not null check (class in (2, 3)),
    version      smallint not null check (version > 0),
    epoch        int,
    wrapped      bytea check (length(wrapped) = 40),
    created_at   timestamptz not null default clock_timestamp(),
    destroyed_at timestamptz,
    primary key (tenant_id, subject_id, class, version),
    foreign key (tenant_id, epoch) references kek_epochs (tenant_id, epoch),
    check ((wrapped is null) = (destroyed_at is not null) and (wrapped is null) = (epoch is null))
);

-- What is still wrapped under an epoch's key, in the order it is wrapped anew.
create index subject_keys_epoch_idx on subject_keys (tenant_id, epoch, subject_id, class, version) where wrapped is not null;
