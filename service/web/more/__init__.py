"""More: the way to what is not needed every day."""
