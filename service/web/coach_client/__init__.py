"""One client, as the coach sees them: how they evolved, week by week, what was said and agreed, and what to ask next."""
