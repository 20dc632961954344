"""Refusals: every refusal and silence, the progress of its six steps, and what the client learned from it."""
