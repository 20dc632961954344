"""Sight and consent: who may see what of a journey, what the client agreed to, and how each ended."""
