"""The profile at two dates compared: what changed, what moved it, and the sentences that say so."""
