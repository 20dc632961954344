-- The list of journeys, kept by the projector from the log; it can be made anew from there at any time.
create table journeys (
    tenant_id     uuid   not null,
    journey_id    uuid   not null,
    called        text   not null,
    track         text   not null,
    locale        text   not null,
    time_zone     text   not null,
    weekly_goal   int    not null,
    started_on    date   not null,
    programme_end date,
    steps         int    not null,
    last_step_on  date,
    roles_known   int    not null,
    roles_aside   uuid[] not null,
    version       bigint not null,
    position      bigint not null,
    primary key (tenant_id, journey_id)
);

-- The order of the list's pages: the newest start first.
create index journeys_started_idx on journeys (tenant_id, started_on desc, journey_id);
