"""News of a journey: what happened to the client that a coach who looked away would want to know."""
