"""Research tools: export of the log, and replay of histories under other models."""
