"""The search profile as its client reads it: the finding first, what it rests on, and how it came to be week by week."""
