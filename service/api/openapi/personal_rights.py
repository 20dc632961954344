"""The rights of the person: what is asked about one's own data, and how long an organisation keeps it."""

from service.api import problem_types as problems
from service.api.openapi.journeys import JOURNEY, READ
from service.api.openapi.operation import BROUGHT, LISTED, Operation
from service.api.personal_rights import Confirmed, ContactGone, Nothing, Restrict, RestrictionSeen
from service.api.retention import PeriodWish, Retention

TAG = "personal rights"
ASKED = (*READ, *BROUGHT, problems.ERASED)
HERS = (*ASKED, problems.NOT_FOR_YOU, problems.ILLEGAL_STEP)

PERSONAL = (
    Operation(
        path=f"{JOURNEY}/restriction",
        summary="Whether the use of a journey was stopped, and whether it waits to be erased.",
        answer=RestrictionSeen,
        refusals=(*READ, problems.ERASED),
        tag=TAG,
    ),
    Operation(
        path=f"{JOURNEY}/restriction",
        method="post",
        summary="Stop the use of a journey.",
        description="For its client, and for an admin whom she asked. Until it is lifted nobody else reads it, nothing is"
        " recorded in it, and it is left out of the desk, of totals and of exports.",
        body=Restrict,
        examples={"accuracy": {"summary": "She contests what was written", "value": {"ground": "accuracy"}}},
        status=201,
        answer=RestrictionSeen,
        refusals=ASKED,
        tag=TAG,
    ),
    Operation(
        path=f"{JOURNEY}/restriction/lifting",
        method="post",
        summary="Let a journey be used again.",
        description="A client lifts whatever stopped it, an admin what an admin stopped.",
        body=Nothing,
        status=201,
        answer=RestrictionSeen,
        refusals=HERS,
        tag=TAG,
    ),
    Operation(
        path=f"{JOURNEY}/erasure",
        method="post",
        summary="Have one's own journey and account erased, in seven days.",
        description="Asks for a proof of who one is that is ten minutes old at most. Meanwhile the journey is restricted,"
        " and it can be taken back.",
        body=Confirmed,
        examples={"sure": {"summary": "The word to confirm it", "value": {"confirmation": "erase"}}},
        status=201,
        answer=RestrictionSeen,
        refusals=(*HERS, problems.PROVE_AGAIN),
        tag=TAG,
    ),
    Operation(
        path=f"{JOURNEY}/erasure/withdrawal",
        method="post",
        summary="Take back that one's journey is to be erased.",
        body=Nothing,
        status=201,
        answer=RestrictionSeen,
        refusals=HERS,
        tag=TAG,
    ),
    Operation(
        path=f"{JOURNEY}/contacts/{{contact_id}}/forgetting",
        method="post",
        summary="Forget somebody one met, at once and for good.",
        description="The name and what they are to the client can never be read again; the steps with them stay.",
        body=Nothing,
        status=201,
        answer=ContactGone,
        refusals=(*ASKED, problems.UNKNOWN_CONTACT),
        tag=TAG,
    ),
    Operation(
        path="/api/v1/retention",
        summary="How long journeys are kept after their end, and which are to be erased within thirty days.",
        answer=Retention,
        refusals=LISTED,
        tag=TAG,
    ),
    Operation(
        path="/api/v1/retention",
        method="post",
        summary="Set how long journeys are kept after their end.",
        description="None is erased before it has stood on the list for thirty days, nor while it is under way or restricted.",
        body=PeriodWish,
        examples={"two years": {"summary": "For two years", "value": {"months": 24}}},
        answer=Retention,
        refusals=(*LISTED, *BROUGHT),
        tag=TAG,
    ),
)
