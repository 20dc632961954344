"""Alerts: the stuck rules that hold for a journey on a day, since when, why, and a suggested act.

No command opens or closes them here: they follow from the events and the date.
"""
