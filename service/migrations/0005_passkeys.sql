-- What a browser is in the middle of proving: a passkey's challenge, or the state of a visit to an identity provider.
-- Only hashes are kept, of what was handed out and of the browser's own secret; a row goes when it is used.
-- Where nobody knows yet which organisation it will be, the organisation is ffffffff-ffff-ffff-ffff-ffffffffffff.
create table ceremonies (
    tenant_id  uuid        not null,
    token      bytea       not null,
    purpose    text        not null,
    browser    bytea       not null,
    content    jsonb       not null,
    expires_at timestamptz not null,
    primary key (tenant_id, token)
);

-- What to sweep away.
create index ceremonies_expired_idx on ceremonies (tenant_id, expires_at);

-- The passkeys of each person. A public key is no secret; the other half never leaves the person's device.
-- What its owner calls it is sealed: it is often their name.
create table passkeys (
    tenant_id     uuid        not null,
    passkey_id    uuid        not null,
    person_id     uuid        not null,
    credential_id bytea       not null,
    public_key    bytea       not null,
    sign_count    bigint      not null,
    transports    text[]      not null,
    can_sync      boolean     not null,
    synced        boolean     not null,
    called        bytea       not null,
    added_at      timestamptz not null,
    used_at       timestamptz,
    primary key (tenant_id, passkey_id),
    unique (tenant_id, credential_id),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create index passkeys_person_idx on passkeys (tenant_id, person_id);

-- Where the people of an organisation may sign in instead of here. The client's secret is sealed.
create table identity_providers (
    tenant_id     uuid        not null,
    provider_id   uuid        not null,
    called        text        not null,
    issuer        text        not null,
    client_id     text        not null,
    client_secret bytea       not null,
    acr           text[]      not null,
    amr           text[]      not null,
    added_at      timestamptz not null,
    primary key (tenant_id, provider_id),
    unique (tenant_id, issuer),
    foreign key (tenant_id) references organisations on delete cascade
);

-- Who somebody is at an issuer. The subject is a keyed hash: some issuers put a national number or an address there.
create table identities (
    tenant_id uuid        not null,
    issuer    text        not null,
    subject   bytea       not null,
    person_id uuid        not null,
    linked_at timestamptz not null,
    used_at   timestamptz not null,
    primary key (tenant_id, issuer, subject),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create index identities_person_idx on identities (tenant_id, person_id);
