"""Kinds of work near the client's own, out of the atlas: to keep, to let go, or to ask somebody about."""
