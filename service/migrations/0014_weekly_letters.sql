-- One question a week by letter, for who asked for it: on a weekday and from an hour of her own calendar.
create table weekly_letters (
    tenant_id  uuid     not null,
    journey_id uuid     not null,
    person_id  uuid     not null,
    -- 1 is Monday (ISO 8601).
    weekday    smallint not null check (weekday between 1 and 7),
    hour       smallint not null check (hour between 0 and 23),
    asked_at   timestamptz not null,
    -- The last day, by her own calendar, on which a letter went or was no longer to go.
    settled_on date     not null,
    primary key (tenant_id, journey_id),
    foreign key (tenant_id, person_id) references people on delete cascade
);

create index weekly_letters_due_idx on weekly_letters (weekday, hour);
create index weekly_letters_person_idx on weekly_letters (tenant_id, person_id);

select wall_table('weekly_letters');
