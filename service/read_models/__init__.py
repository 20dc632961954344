"""What is kept ready to be read: tables the projector fills from the log, each with the SQL that fills and reads it."""
