"""The weeks of a journey: the plan, the steps, what was learned and moved, and the review."""
