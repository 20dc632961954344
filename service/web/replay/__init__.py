"""One history week by week, under two models side by side: for researchers and coaches to learn from."""
