"""Ids of what is no person and no organisation of its own: fixed, and stored with what it does."""

from uuid import UUID

LOCAL_TENANT = UUID(int=0)
"""The organisation of a service without accounts."""

LOCAL_ACTOR = UUID(int=0)
"""Whoever uses a service without accounts, or runs a command."""

CLOCK_ACTOR = UUID(int=1)
"""Who tells what time does by itself."""

ERASURE_ACTOR = UUID(int=2)
"""Who tells what follows from an erasure."""
