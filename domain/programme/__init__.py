"""A programme: what an organisation offers, who coaches in it, and whose journeys are part of it."""
