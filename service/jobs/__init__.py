"""What the service does by itself: one `PeriodicTask` each, listed in `tasks`."""
