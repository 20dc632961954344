"""Bringing histories in: worked cases, and commands as JSON Lines."""
