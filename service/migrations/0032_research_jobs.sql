-- Long work on studies that somebody asked for: it waits until a process takes it, and is taken again if that one ends.
create table research_jobs (
    tenant_id     uuid        not null,
    job_id        uuid        not null,
    study_id      uuid        not null,
    kind          text        not null check (kind in ('analysis', 'export')),
    asked_by      uuid        not null,
    asked_at      timestamptz not null,
    -- What is asked, as its kind reads it.
    content       text        not null,
    state         text        not null default 'waiting'
                  check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
    done          integer     not null default 0,
    total         integer     not null default 0,
    -- Why it failed: a code, and its arguments as JSON.
    reason        text        not null default '',
    arguments     text        not null default '{}',
    -- How often it was begun, by which process now, and until when nobody else takes it.
    attempts      integer     not null default 0,
    claimed_by    uuid,
    claimed_until timestamptz,
    ended_at      timestamptz,
    primary key (tenant_id, job_id)
);
create index research_jobs_queue_idx on research_jobs (asked_at, job_id) where ended_at is null;
create index research_jobs_study_idx on research_jobs (tenant_id, study_id, asked_at);
create index research_jobs_person_idx on research_jobs (tenant_id, asked_by) where ended_at is null;

select wall_table('research_jobs', requests => 'select, insert, update');
