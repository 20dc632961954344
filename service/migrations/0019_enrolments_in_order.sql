-- In which order the journeys of an organisation became part of its programmes: totals count them in groups by it.
create index stored_events_enrolments_idx on stored_events (tenant_id, notification_id) where topic = 'JourneyEnrolled';
