"""Roles of the atlas: finding one while it is typed, and linking one of the list to it."""
