"""One role's story as a page, for the client and for the coach."""
