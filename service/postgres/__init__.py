"""A private PostgreSQL server: found or bundled programs, one data folder, no network port."""
