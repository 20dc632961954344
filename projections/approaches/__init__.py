"""Approaches, for the projections that share them: what was told of each, in whatever step, and coming back to it."""
