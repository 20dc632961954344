"""Events that correct or retract earlier entries, and the rules for what depends on what."""
