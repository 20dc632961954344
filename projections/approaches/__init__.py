"""Approaches and the events about each of them, shared by the projections of doors, refusals and the game."""
