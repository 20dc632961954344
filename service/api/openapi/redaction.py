"""Having a wrong value overwritten in the history."""

from service.api import problem_types as problems
from service.api.openapi.journeys import JOURNEY, READ
from service.api.openapi.operation import BROUGHT, Operation
from service.api.redaction import Redaction, RedactionDone

REDACTION = (
    Operation(
        path=f"{JOURNEY}/entries/{{number}}/redaction",
        method="post",
        summary="Overwrite a wrong value where it was told, for everyone and for good.",
        description="For its client in entries of her own, and for an admin whom she asked. Correct the entry, or take it back,"
        " first: what it says now is not overwritten. Asked again, nothing happens.",
        body=Redaction,
        examples={"note": {"summary": "A note that was corrected", "value": {"field": "note"}}},
        answer=RedactionDone,
        refusals=(*READ, *BROUGHT, problems.ILLEGAL_STEP),
        tag="personal rights",
    ),
)
