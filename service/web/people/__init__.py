"""People: whom the client knows, who stands by, who led to whom, and what came to their ears."""
