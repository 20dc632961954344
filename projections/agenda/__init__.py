"""The agenda: what the client still has to do at a date, such as steps, answers and the weekly review."""
