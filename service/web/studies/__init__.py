"""The researcher's page: how many agreed to research, how far the log is, and what may be taken out."""
