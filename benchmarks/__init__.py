"""Benchmarks, each against a peer on the same machine."""
