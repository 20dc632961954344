"""Checks the whole log: order and versions, receipts of commands, checkpoints, forms of events, and what is encrypted."""
