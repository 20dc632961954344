"""Erasure of a whole journey or of one contact: resumable at every step, and verified at the end."""
