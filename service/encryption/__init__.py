"""Keys per person and class of data, wrapped by one that lives outside the database."""
