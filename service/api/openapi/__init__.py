"""The API's description: a table of its operations, and the OpenAPI document that is made of it."""

from functools import cache

from service.api.openapi.account import ACCOUNT, TAGS
from service.api.openapi.health import HEALTH
from service.api.openapi.journeys import JOURNEYS
from service.api.openapi.operation import Operation
from service.api.openapi.people import PEOPLE
from service.api.openapi.personal_rights import PERSONAL
from service.api.openapi.programmes import PROGRAMMES
from service.api.openapi.redaction import REDACTION
from service.api.openapi.rendering import rendered

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
