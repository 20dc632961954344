"""The network: contacts, allies, leads, channels, and what became of every approach."""
