"""The API's description: a table of its operations, and the OpenAPI document that is made of it."""

from functools import cache

from service.api.document.account import ACCOUNT, TAGS
from service.api.document.health import HEALTH
from service.api.document.journeys import JOURNEYS
from service.api.document.operation import Operation
from service.api.document.people import PEOPLE
from service.api.document.personal import PERSONAL
from service.api.document.programmes import PROGRAMMES
from service.api.document.redaction import REDACTION
from service.api.document.rendering import rendered

__all__ = ["OPERATIONS", "Operation", "document"]

OPERATIONS: tuple[Operation, ...] = (
    *JOURNEYS,
    *PROGRAMMES,
    *PERSONAL,
    *REDACTION,
    *ACCOUNT,
    *PEOPLE,
    *HEALTH,
)


@cache
def document() -> bytes:
    """The whole description as OpenAPI 3.1, in JSON."""
    return rendered(OPERATIONS, TAGS)
