"""What machines ask about the service itself."""

from service.api import problem_types as problems
from service.api.health import Liveness, Readiness
from service.api.openapi.operation import Operation

HEALTH_OPERATIONS = (
    Operation(path="/health/live", summary="Whether the process answers.", answer=Liveness, tag="health"),
    Operation(
        path="/health/ready",
        summary="Whether requests can be served.",
        answer=Readiness,
        tag="health",
        refusals=(problems.NOT_READY,),
    ),
)
