"""The folds over a journey's events, and the mathematics under them. Pure."""
