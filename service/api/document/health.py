"""What machines ask about the service itself."""

from service.api import problem_kinds as problems
from service.api.document.operation import Operation
from service.api.health import Live, Ready

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
