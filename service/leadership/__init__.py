"""Which process leads: it alone does what works by itself, while others stand by."""
