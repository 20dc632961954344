"""Skills that occupations ask, and what the client said of each."""
