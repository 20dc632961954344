"""The files of the database: making them forget what was deleted, and searching them."""
