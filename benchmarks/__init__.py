"""Measurements against peers, each run anew on whatever machine this is."""
