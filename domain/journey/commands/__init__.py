"""One module a subject, named as in `events`: its commands, their decisions, and `HANDLERS`, the table of them."""
