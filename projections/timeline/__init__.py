"""The timeline: each experiment from its plan to its answers, week by week, as known at a date."""
