"""The rights of the person: what is asked about one's own data, and how long an organisation keeps it."""

from service.api import problem_types as problems
from service.api.openapi.journeys import JOURNEY_PATH, READ_PROBLEMS
from service.api.openapi.operation import BODY_PROBLEMS, LIST_PROBLEMS, Operation
from service.api.personal_rights import (
    EmptyBody,
    ErasureConfirmation,
    ForgottenContact,
    RestrictionRequest,
    RestrictionResponse,
)
from service.api.retention import RetentionOverview, RetentionPeriodRequest

TAG = "personal rights"
PERSONAL_RIGHTS_PROBLEMS = (*READ_PROBLEMS, *BODY_PROBLEMS, problems.ERASED)
OWN_JOURNEY_PROBLEMS = (*PERSONAL_RIGHTS_PROBLEMS, problems.NOT_PERMITTED, problems.ILLEGAL_STEP)

PERSONAL_RIGHTS_OPERATIONS = (
    Operation(
        path=f"{JOURNEY_PATH}/restriction",
        summary="Whether the use of a journey was stopped, and whether it waits to be erased.",
        answer=RestrictionResponse,
        refusals=(*READ_PROBLEMS, problems.ERASED),
        tag=TAG,
    ),
    Operation(
        path=f"{JOURNEY_PATH}/restriction",
        method="post",
        summary="Stop the use of a journey.",
        description="For its client, and for an admin whom she asked. Until it is lifted nobody else reads it, nothing is"
        " recorded in it, and it is left out of the desk, of totals and of exports.",
        body=RestrictionRequest,
        examples={"accuracy": {"summary": "She contests what was written", "value": {"ground": "accuracy"}}},
        status=201,
        answer=RestrictionResponse,
        refusals=PERSONAL_RIGHTS_PROBLEMS,
        tag=TAG,
    ),
    Operation(
        path=f"{JOURNEY_PATH}/restriction/lifting",
        method="post",
        summary="Let a journey be used again.",
        description="A client lifts whatever stopped it, an admin what an admin stopped.",
        body=EmptyBody,
        status=201,
        answer=RestrictionResponse,
        refusals=OWN_JOURNEY_PROBLEMS,
        tag=TAG,
    ),
    Operation(
        path=f"{JOURNEY_PATH}/erasure",
        method="post",
        summary="Have one's own journey and account erased, in seven days.",
        description="Asks for a proof of who one is that is ten minutes old at most. Meanwhile the journey is restricted,"
        " and it can be taken back.",
        body=ErasureConfirmation,
        examples={"sure": {"summary": "The word to confirm it", "value": {"confirmation": "erase"}}},
        status=201,
        answer=RestrictionResponse,
        refusals=(*OWN_JOURNEY_PROBLEMS, problems.REAUTHENTICATION_NEEDED),
        tag=TAG,
    ),
    Operation(
        path=f"{JOURNEY_PATH}/erasure/withdrawal",
        method="post",
        summary="Take back that one's journey is to be erased.",
        body=EmptyBody,
        status=201,
        answer=RestrictionResponse,
        refusals=OWN_JOURNEY_PROBLEMS,
        tag=TAG,
    ),
    Operation(
        path=f"{JOURNEY_PATH}/contacts/{{contact_id}}/forgetting",
        method="post",
        summary="Forget somebody one met, at once and for good.",
        description="The name and what they are to the client can never be read again; the steps with them stay.",
        body=EmptyBody,
        status=201,
        answer=ForgottenContact,
        refusals=(*PERSONAL_RIGHTS_PROBLEMS, problems.UNKNOWN_CONTACT),
        tag=TAG,
    ),
    Operation(
        path="/api/v1/retention",
        summary="How long journeys are kept after their end, and which are to be erased within thirty days.",
        answer=RetentionOverview,
        refusals=LIST_PROBLEMS,
        tag=TAG,
    ),
    Operation(
        path="/api/v1/retention",
        method="post",
        summary="Set how long journeys are kept after their end.",
        description="None is erased before it has stood on the list for thirty days, nor while it is under way or restricted.",
        body=RetentionPeriodRequest,
        examples={"two years": {"summary": "For two years", "value": {"months": 24}}},
        answer=RetentionOverview,
        refusals=(*LIST_PROBLEMS, *BODY_PROBLEMS),
        tag=TAG,
    ),
)
