"""The learning model at work on a journey: dated events, what is believed at a date, and which experiment moved it.

Shared by the projections that look at the same beliefs; no projection itself.
"""
