"""What an operator looks at and does: checks of the log and of what is kept beside it, copies, and how to get well again."""
