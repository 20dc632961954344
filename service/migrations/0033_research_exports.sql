-- Exports of studies that were made to be downloaded: what each holds. The files lie in a folder outside the database.
create table research_exports (
    tenant_id    uuid        not null,
    export_id    uuid        not null,
    study_id     uuid        not null,
    asked_by     uuid        not null,
    made_at      timestamptz not null,
    -- The position of the log that it reaches.
    position     bigint      not null,
    tables       text[]      not null,
    formats      text[]      not null,
    participants integer     not null,
    events       bigint      not null,
    rows         bigint      not null,
    -- Of the ZIP file: its size and its digest; and the digest over the files in it, as its manifest says.
    bytes        bigint      not null,
    zip_sha256   text        not null,
    sha256       text        not null,
    -- Since when the file is deleted, and why: somebody left, the study was closed, or its days were over.
    gone_at      timestamptz,
    gone_because text        check (gone_because in ('left', 'closed', 'age')),
    primary key (tenant_id, export_id)
);
create index research_exports_study_idx on research_exports (tenant_id, study_id, made_at);

-- Who is in them: so that whoever leaves, or is erased, takes the files away.
create table research_export_members (
    tenant_id  uuid not null,
    export_id  uuid not null,
    journey_id uuid not null,
    primary key (tenant_id, export_id, journey_id)
);
create index research_export_members_journey_idx on research_export_members (tenant_id, journey_id);

-- Who took them out, and when. Nothing of it is changed.
create table research_export_downloads (
    tenant_id uuid        not null,
    export_id uuid        not null,
    taken_at  timestamptz not null,
    taken_by  uuid        not null
);
create index research_export_downloads_idx on research_export_downloads (tenant_id, export_id, taken_at);

select wall_table('research_exports', requests => 'select, insert, update');
select wall_table('research_export_members', requests => 'select, insert, delete');
select wall_table('research_export_downloads', requests => 'select, insert');
