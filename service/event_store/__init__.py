"""The event log: one total order of facts, appended in batches, read by streams or from a position."""
