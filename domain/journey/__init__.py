"""One client's journey: its events by subject, their corrections, the aggregate, the commands and their decisions."""
