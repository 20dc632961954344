-- The list of journeys again, as whole lines: it is made anew from the log, so nothing is moved over.
drop table journeys;
create table journeys (
    tenant_id  uuid   not null,
    journey_id uuid   not null,
    started_on date   not null,
    time_zone  text   not null,
    coach_id   uuid,
    ended_on   date,
    line       jsonb  not null,
    primary key (tenant_id, journey_id)
);

-- The order of the list's pages: the newest start first.
create index journeys_started_idx on journeys (tenant_id, started_on desc, journey_id);

-- A coach's own journeys.
create index journeys_coach_idx on journeys (tenant_id, coach_id);

-- Whom the clock has to look at: every journey once a day of its own time zone.
create index journeys_zone_idx on journeys (time_zone);

-- Up to which day the clock has looked at a journey. If this is lost, it looks again, and finds it is already so.
create table looks (
    tenant_id  uuid not null,
    journey_id uuid not null,
    looked_on  date not null,
    primary key (tenant_id, journey_id)
);

-- The list of programmes, kept by the projector like that of the journeys.
create table programmes (
    tenant_id    uuid  not null,
    programme_id uuid  not null,
    line         jsonb not null,
    primary key (tenant_id, programme_id)
);

-- Which journeys are part of which programme now, kept by the projector with both lists.
create table enrolments (
    tenant_id    uuid not null,
    programme_id uuid not null,
    journey_id   uuid not null,
    primary key (tenant_id, programme_id, journey_id)
);

-- Which of them have ended: few among the enrolled, and asked for every minute.
create index journeys_ended_idx on journeys (tenant_id, journey_id) where ended_on is not null;
