"""Beginning: the idea on one page, and the form that starts a journey."""
