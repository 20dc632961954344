"""The learning model of a journey: beliefs at a date from dated events, and which experiment moved them.

It is no projection itself; several projections share it.
"""
