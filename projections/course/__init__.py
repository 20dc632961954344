"""The course of a journey: its track and good endings, phases, plan, whether the game is on, and the ending."""
