"""The pages of one client for the coach: evolution, weeks, notes and agreements, and the preparation of a session."""
