"""Imports histories from files: worked cases, and commands as JSON Lines."""
