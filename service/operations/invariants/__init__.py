"""Rules that hold of the live data whenever one looks, each with what to do when it does not."""
