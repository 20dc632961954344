"""A programme: what an organisation offers, who coaches in it, and which journeys are enrolled."""
