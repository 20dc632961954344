"""The weekly letter: one question, at the hour its reader picked."""
