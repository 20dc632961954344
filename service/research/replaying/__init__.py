"""Replays the histories of an export under a model, and compares what comes out. Models of others are checked first."""
