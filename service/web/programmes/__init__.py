"""The manager's pages: programmes in figures that protect the individual, and leading them."""
