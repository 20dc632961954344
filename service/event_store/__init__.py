"""The event store: one totally ordered log of events, appended in batches, read by stream or by position."""
