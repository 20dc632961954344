"""Pure folds over a journey's events, and the learning model they share. No I/O, no clock, no randomness."""
