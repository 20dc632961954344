"""The history in words, entry by entry; and saying again, or taking back, what one told."""
