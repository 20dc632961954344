"""Links by which people without an account answer a client: made by her, used once, read when she wants."""
