"""Log: what happened, in under two minutes and by thumb; the rest can be added later."""
