"""The rules that a query answers; each gives the places where it does not hold."""

from service.operations.log_check.structure import StructureRule

REBUILD = "The lists are made from the log: have them made anew by `soundings projections rebuild`"
REPLAY = "Run `soundings erase --replay`, then `soundings verify`"

RULES = (
    StructureRule(
        rule="recent versions",
        what="among the streams of the last events one has a hole",
        do="Run `soundings log verify`, and compare with the last backup",
        query="""select 'stream ' || originator_id || ': ' || count(*) || ' events up to version ' || max(originator_version)
                 from stored_events where originator_id in (
                     select originator_id from stored_events order by notification_id desc limit 2000)
                 group by originator_id
                 having count(*) <> max(originator_version) and not bool_or(topic = 'JourneyErased')""",
    ),
    StructureRule(
        rule="checkpoints",
        what="a reader of the log is further than the log",
        do="Events are missing at its end: restore a whole backup, or delete this row of `notification_tracking`",
        query="""select application_name || ' at ' || notification_id from notification_tracking
                 where application_name <> '__migration__'
                   and notification_id > (select coalesce(max(notification_id), 0) from stored_events)""",
    ),
    StructureRule(
        rule="parked streams",
        what="a journey, programme or study stands still in the lists, as an event of it cannot be taken",
        do="See `soundings projections parked`: newer code may read it; else leave the event out (`skip`)",
        query="select 'stream ' || stream_id || ' at event ' || version || ': ' || fault from parked_streams",
    ),
    StructureRule(
        rule="one leader",
        what="two processes act as the leader",
        do="Restart both; if it comes again, look whether their clocks or connections stand still",
        query="""select 'process ' || pid || ' on ' || host from heartbeats where name = 'leader'
                 and beat_at > clock_timestamp() - interval '12 seconds' and (select count(distinct process) from heartbeats
                     where name = 'leader' and beat_at > clock_timestamp() - interval '12 seconds') > 1
                 and (select since < clock_timestamp() - interval '30 seconds' from leadership)""",
    ),
    StructureRule(
        rule="listed journeys",
        what="a journey is listed that is not in the log",
        do=REBUILD,
        query="""select 'journey ' || journey_id from journeys j where not exists (
                     select from stored_events s where s.originator_id = j.journey_id and s.tenant_id = j.tenant_id)""",
    ),
    StructureRule(
        rule="columns of the list",
        what="what journeys are found by differs from what is listed of them",
        do=REBUILD,
        query="""select 'journey ' || journey_id from journeys
                 where (coach_id::text, ended_on::text, started_on::text, time_zone) is distinct from
                       (line->>'coach_id', line->>'ended_on', line->>'started_on', line->>'time_zone')""",
    ),
    StructureRule(
        rule="consents",
        what="a consent to research is kept of a journey that is not listed",
        do=REBUILD,
        query="""select 'journey ' || journey_id from study_consents c where not exists (
                     select from journeys j where (j.tenant_id, j.journey_id) = (c.tenant_id, c.journey_id))""",
    ),
    StructureRule(
        rule="enrolments",
        what="an enrolment is listed in a programme that is not",
        do=REBUILD,
        query="""select 'journey ' || journey_id || ' in programme ' || programme_id from enrolments e where not exists (
                     select from programmes p where (p.tenant_id, p.programme_id) = (e.tenant_id, e.programme_id))""",
    ),
    StructureRule(
        rule="keys of the erased",
        what="the keys of an erased journey are not destroyed",
        do=REPLAY,
        query="""select 'journey ' || originator_id from stored_events s where topic = 'JourneyErased' and exists (
                     select from subject_keys k where (k.tenant_id, k.subject_id) = (s.tenant_id, s.originator_id)
                     and k.wrapped is not null)""",
    ),
    StructureRule(
        rule="requests to be erased",
        what="an erasure that a client requested is more than a day overdue",
        do="See in the log of the service why erasures fail, and that a process runs them (SOUNDINGS_CLOCK)",
        query="""select 'journey ' || journey_id from erasure_requests r where due_at < now() - interval '1 day'
                 and not exists (select from stored_events s
                     where s.originator_id = r.journey_id and s.topic = 'JourneyErased')""",
    ),
    StructureRule(
        rule="daily checks",
        what="a journey was not looked at for more than two days",
        do="See that a process runs the scheduler (SOUNDINGS_CLOCK), and in its log why it does not come around",
        query="""select 'journey ' || journey_id from looks join journeys using (tenant_id, journey_id)
                 where looked_on < current_date - 2 and not exists (select from restrictions r where lifted_at is null
                     and (r.tenant_id, r.journey_id) = (looks.tenant_id, looks.journey_id))""",
    ),
    StructureRule(
        rule="doubtful e-mails",
        what="of a weekly e-mail nobody knows whether it was sent",
        do="See `soundings emails`; it is not sent again. `soundings emails seen` takes it off the list",
        query="""select 'journey ' || journey_id from weekly_letters where outcome = 'doubtful'
                 or outcome = 'claimed' and outcome_at < clock_timestamp() - interval '5 minutes'""",
    ),
    StructureRule(
        rule="weekly e-mails",
        what="a weekly e-mail is more than a day older than a week, and neither sent nor given up",
        do="See that a process sends them (SOUNDINGS_CLOCK, SOUNDINGS_SMTP_URL), and in its log why it does not",
        query="""select 'journey ' || journey_id from weekly_letters where settled_on < current_date - 9""",
    ),
)

SELECT_TABLES = """
select format('%I.%I', nspname, relname) from pg_class c join pg_namespace n on n.oid = relnamespace
where relkind in ('r', 'p') and nspname = current_schema() and has_table_privilege(c.oid, 'select')
  and 2 = (select count(*) from pg_attribute where attrelid = c.oid and attname in ('tenant_id', 'journey_id') and not attisdropped)
order by 1
"""
"""The tables whose rows name a journey."""

ERASED = StructureRule(
    rule="rows of the erased",
    what="a table has rows of an erased journey",
    do=REPLAY,
    query="""select 'journey ' || t.journey_id || ' in TABLE' from TABLE t join stored_events s
             on (s.originator_id, s.tenant_id) = (t.journey_id, t.tenant_id) where s.topic = 'JourneyErased'""",
)
"""Asked of each of these tables."""
