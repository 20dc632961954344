"""The API's description: a table of its operations, and the OpenAPI document that is made of it."""

from functools import cache

from service.api.openapi.account import ACCOUNT_OPERATIONS, TAGS
from service.api.openapi.health import HEALTH_OPERATIONS
from service.api.openapi.journeys import JOURNEY_OPERATIONS
from service.api.openapi.operation import Operation
from service.api.openapi.people import PEOPLE_OPERATIONS
from service.api.openapi.personal_rights import PERSONAL_RIGHTS_OPERATIONS
from service.api.openapi.programmes import PROGRAMME_OPERATIONS
from service.api.openapi.redaction import REDACTION_OPERATIONS
from service.api.openapi.rendering import render_openapi

__all__ = ["OPERATIONS", "Operation", "openapi_json"]

OPERATIONS: tuple[Operation, ...] = (
    *JOURNEY_OPERATIONS,
    *PROGRAMME_OPERATIONS,
    *PERSONAL_RIGHTS_OPERATIONS,
    *REDACTION_OPERATIONS,
    *ACCOUNT_OPERATIONS,
    *PEOPLE_OPERATIONS,
    *HEALTH_OPERATIONS,
)


@cache
def openapi_json() -> bytes:
    """The whole description as OpenAPI 3.1, in JSON."""
    return render_openapi(OPERATIONS, TAGS)
