"""The caseload: one line for each journey, with its steps, its last contact and its alerts."""
