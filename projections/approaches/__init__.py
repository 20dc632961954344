"""Approaches, for the projections that share them: the events about each, of any step, and coming back after a no."""
