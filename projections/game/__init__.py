"""The game: points, levels, momentum, courage, quests and badges.

It rewards effort and learning, never outcomes.
"""
