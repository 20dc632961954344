-- The studies of an organisation, kept by the projector; what they say is read from their histories.
create table studies (
    tenant_id  uuid not null,
    study_id   uuid not null,
    drafted_on date not null,
    state      text not null,
    primary key (tenant_id, study_id)
);

-- Every consent to a study, kept by the projector; one that ended stays, for the counts of those who withdrew.
create table study_consents (
    tenant_id  uuid   not null,
    journey_id uuid   not null,
    consent_id uuid   not null,
    study_id   uuid   not null,
    ended      boolean not null default false,
    primary key (tenant_id, journey_id, consent_id)
);
create index study_consents_study_idx on study_consents (tenant_id, study_id, journey_id);

-- Who answered "not now" to a study: it is not asked again on the page, and no event says so.
create table study_declines (
    tenant_id  uuid        not null,
    journey_id uuid        not null,
    study_id   uuid        not null,
    declined_at timestamptz not null,
    primary key (tenant_id, journey_id, study_id)
);

select wall_table('studies', requests => 'select');
select wall_table('study_consents', requests => 'select');
select wall_table('study_declines');
