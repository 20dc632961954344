"""The administrator's pages: the people of the organisation, and its settings."""
