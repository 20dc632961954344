"""The event log's interface: append, read a stream, read the log, the head, subscribe.

Two implementations satisfy it, `service.event_store.postgres` and `service.event_store.memory`; one contract suite runs against both.
"""

from uuid import UUID

LOCAL_TENANT = UUID(int=0)


LOCAL_ACTOR = UUID(int=0)
