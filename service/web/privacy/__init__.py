"""Sight and data: who sees what, what was agreed to, and everything taken out, stopped or erased."""
