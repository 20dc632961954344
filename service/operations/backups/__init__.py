"""Copies of the database with a manifest, and how they come back. The keyring and the erasure ledger are kept apart from them."""
