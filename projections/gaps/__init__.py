"""Gaps: what roles ask for and the client lacks, and what they decided about it (product, ideas 49 to 55)."""
