"""One experiment, from its plan to what it taught and moved; and what can be added to it later."""
