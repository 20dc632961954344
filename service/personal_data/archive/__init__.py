"""The archive: everything stored about one person, in one file that she can download."""
