"""A private PostgreSQL for whoever has none: found or bundled programs, one data folder, no network port."""
