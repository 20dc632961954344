"""What machines ask about the service itself."""

from service.api import problem_types as problems
from service.api.health import Live, Ready
from service.api.openapi.operation import Operation

HEALTH = (
    Operation(path="/health/live", summary="Whether the process answers.", answer=Live, tag="health"),
    Operation(
        path="/health/ready",
        summary="Whether requests can be served.",
        answer=Ready,
        tag="health",
        refusals=(problems.NOT_READY,),
    ),
)
