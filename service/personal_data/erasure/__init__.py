"""Forgetting: a client's whole journey, or one contact in it; resumable at every step, and proven by looking."""
