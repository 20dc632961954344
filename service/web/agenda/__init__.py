"""What is due, with the deed that settles it; and the same in a calendar of the reader's own."""
