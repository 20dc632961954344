"""The running week: what is planned and what to try next, its beginning, rest and end."""
