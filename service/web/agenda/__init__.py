"""What is due, with the action that settles it; and the same in a calendar of the reader's own."""
