"""The archive: everything that is kept about one person, in one file that she can take with her."""
