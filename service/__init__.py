"""Everything that touches the world: the event log, the API, the pages, the command line."""
