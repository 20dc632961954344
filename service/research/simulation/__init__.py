"""Simulated clients: invented people with a known truth, who live through the decisions of the domain."""
