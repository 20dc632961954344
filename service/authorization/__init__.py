"""Who may see and do what: one place decides, the rest asks it and remembers who looked."""
