-- Analyses that were run in place for a study: what was asked, what may be let out of it, and whether it was.
create table analyses (
    tenant_id     uuid        not null,
    analysis_id   uuid        not null,
    study_id      uuid        not null,
    asked_by      uuid        not null,
    asked_at      timestamptz not null,
    -- The position of the log that it was computed at.
    position      bigint      not null,
    specification text        not null,
    -- By the rules: rounded, and without what was suppressed.
    outputs       text        not null,
    -- Of each set behind a figure: its space, and of how many people it was.
    sets          text        not null,
    state         text        not null check (state in ('waiting', 'released', 'refused')),
    decided_by    uuid,
    decided_at    timestamptz,
    reason        text        not null default '',
    primary key (tenant_id, analysis_id)
);
create index analyses_study_idx on analyses (tenant_id, study_id, asked_at);

-- In which of these sets somebody was: sealed under the key of the journey, and deleted with it.
create table analysis_members (
    tenant_id   uuid  not null,
    analysis_id uuid  not null,
    journey_id  uuid  not null,
    sealed      bytea not null,
    primary key (tenant_id, analysis_id, journey_id)
);
create index analysis_members_journey_idx on analysis_members (tenant_id, journey_id);

select wall_table('analyses');
select wall_table('analysis_members');
