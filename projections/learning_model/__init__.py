"""The learning model at work on a journey: dated facts, what is believed at a date, and which experiment moved it.

Shared by the projections that look at the same beliefs; no projection itself.
"""
