"""Analyses run in place: a specification, its outputs, the rules for what is released, and what is known of earlier releases."""
