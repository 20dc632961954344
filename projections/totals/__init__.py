"""Programme totals over many journeys, shown so that no single journey can be identified."""
