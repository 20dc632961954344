-- The atlas of occupations: public reference data, the same for every organisation, so it has no tenant and a schema of its own.
-- Requests and workers only read it; whoever migrates the database loads it.
create extension if not exists pg_trgm;
create schema atlas;

create table atlas.editions (
    name        text primary key,
    version     text not null,
    source      text not null,
    licence     text not null,
    attribution text not null,
    -- In which languages its titles are.
    languages   text[] not null,
    -- Of all that was loaded: the same again changes nothing.
    digest      text not null,
    -- All of it, packed: it is joined anew when the starter atlas of the package changes. Null for what the package has.
    material    bytea,
    loaded_at   timestamptz not null default clock_timestamp()
);

-- ISCO-08, from one digit (major groups) to four (unit groups).
create table atlas.groups (
    code   text primary key check (code ~ '^[0-9]{1,4}$'),
    level  smallint not null check (level = length(code)),
    -- By language.
    titles jsonb not null
);

create table atlas.occupations (
    -- The last part of its address in ESCO.
    occupation_id text primary key,
    isco_group    text not null check (isco_group ~ '^[0-9]{4}$'),
    titles        jsonb not null,
    descriptions  jsonb not null,
    -- The edition that it stands in; where it stands in several, the fullest.
    origin        text not null,
    needs_licence boolean not null
);
create index occupations_group_idx on atlas.occupations (isco_group text_pattern_ops);

-- What is searched: titles and other names of occupations and of groups.
create table atlas.labels (
    label_id      bigint primary key,
    occupation_id text,
    group_code    text,
    language      text not null,
    label         text not null,
    -- Without capitals, accents and signs.
    folded        text not null,
    preferred     boolean not null,
    origin        text not null,
    check ((occupation_id is null) <> (group_code is null))
);
create index labels_occupation_idx on atlas.labels (occupation_id);
create index labels_group_idx on atlas.labels (group_code);
create index labels_prefix_idx on atlas.labels (folded text_pattern_ops);
create index labels_trigram_idx on atlas.labels using gin (folded gin_trgm_ops);

create table atlas.skills (
    skill_id text primary key,
    titles   jsonb not null,
    -- Of how many occupations it is a skill.
    used_by  int not null,
    -- Whether few enough ask it, so that two who both do have something in common.
    distinctive  boolean not null
);

create table atlas.occupation_skills (
    occupation_id text not null,
    skill_id      text not null,
    essential     boolean not null,
    primary key (occupation_id, skill_id)
);
create index occupation_skills_skill_idx on atlas.occupation_skills (skill_id);

create table atlas.skill_groups (
    group_id text primary key,
    code     text not null,
    titles   jsonb not null
);

create table atlas.skill_broader (
    -- A skill, or a group of skills.
    concept_id text not null,
    broader_id text not null,
    primary key (concept_id, broader_id)
);

create table atlas.neighbours (
    occupation_id text not null,
    neighbour_id  text not null,
    similarity    real not null,
    -- How many named skills both have.
    shared        int not null,
    -- From 0 (the same unit group) to 4 (another major group).
    isco_distance smallint not null,
    primary key (occupation_id, neighbour_id)
);

create table atlas.occupation_qualities (
    occupation_id text not null,
    quality       text not null,
    strength      real not null,
    primary key (quality, occupation_id)
);
create index occupation_qualities_occupation_idx on atlas.occupation_qualities (occupation_id);

create table atlas.national_codes (
    system      text not null check (system in ('ssyk2012', 'styrk08')),
    code        text not null,
    isco_groups text[] not null,
    titles      jsonb not null,
    primary key (system, code)
);
create index national_codes_groups_idx on atlas.national_codes using gin (isco_groups);

-- How a market stood, as one publisher saw it on one day. An edition is never changed.
create table atlas.outlook_editions (
    edition_id   uuid primary key,
    publisher    text not null,
    name         text not null,
    published_on date not null,
    country      text not null,
    -- What its codes are: isco08, ssyk2012 or styrk08.
    code_system  text not null check (code_system in ('isco08', 'ssyk2012', 'styrk08')),
    -- How many digits they have.
    level        smallint not null,
    licence      text not null,
    url          text not null,
    digest       text not null,
    loaded_at    timestamptz not null default clock_timestamp(),
    unique (publisher, name)
);

create table atlas.outlook (
    edition_id    uuid not null references atlas.outlook_editions,
    code          text not null,
    -- '' is the whole country.
    region        text not null,
    opportunities text check (opportunities in ('small', 'medium', 'large')),
    demand        text check (demand in ('up', 'flat', 'down')),
    primary key (edition_id, code, region)
);

create function atlas.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'an edition of an outlook is never changed';
end $$;
create trigger outlook_editions_stay before update or delete on atlas.outlook_editions
    for each row execute function atlas.refuse_change();
create trigger outlook_stays before update or delete on atlas.outlook
    for each row execute function atlas.refuse_change();

grant usage on schema atlas to soundings_app, soundings_worker;
grant select on all tables in schema atlas to soundings_app, soundings_worker;
