"""Examines an installation: settings, database, readers, keys, clock, disk, mail server and folders."""
