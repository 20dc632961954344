"""The coaching of one journey: its coaches and stances, check-ins, notes, agreements and alerts."""
