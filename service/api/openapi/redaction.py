"""Having a wrong value overwritten in the history."""

from service.api import problem_types as problems
from service.api.openapi.journeys import JOURNEY_PATH, READ_PROBLEMS
from service.api.openapi.operation import BODY_PROBLEMS, Operation
from service.api.redaction import RedactionRequest, RedactionResponse

REDACTION_OPERATIONS = (
    Operation(
        path=f"{JOURNEY_PATH}/entries/{{number}}/redaction",
        method="post",
        summary="Overwrite a wrong value where it was told, for everyone and for good.",
        description="For its client in entries of her own, and for an admin whom she asked. Correct the entry, or take it back,"
        " first: what it says now is not overwritten. Asked again, nothing happens.",
        body=RedactionRequest,
        examples={"note": {"summary": "A note that was corrected", "value": {"field": "note"}}},
        answer=RedactionResponse,
        refusals=(*READ_PROBLEMS, *BODY_PROBLEMS, problems.ILLEGAL_STEP),
        tag="personal rights",
    ),
)
