"""The coach's desk: who needs her and why, and the kinds of work she came upon herself."""
