"""Read models: tables that the projector fills from the log, each with the SQL that fills and reads it."""
