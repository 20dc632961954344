"""The whole story of each role: its figures week by week, and everything that moved it."""
