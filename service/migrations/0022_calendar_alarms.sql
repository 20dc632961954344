-- Which dates of a calendar have an alarm. Feeds that were made before have none, as they had, until their client chooses.
alter table calendar_feeds add column alarms text not null default 'none' check (alarms in ('all', 'appointments', 'none'));
alter table calendar_feeds alter column alarms drop default;
