"""What is asked of an organisation's people where accounts are kept: by administrators, and by a client of her coach."""

from typing import Any

from service.accounts.register import RegisterPage
from service.api import people_bodies as bodies
from service.api import problem_types as problems
from service.api.commands import RecordedCommands
from service.api.openapi.account import ACCOUNT_PROBLEMS
from service.api.openapi.journeys import JOURNEY_PATH, READ_PROBLEMS
from service.api.openapi.operation import (
    BODY_PROBLEMS,
    COMMAND_PROBLEMS,
    CURSOR_PARAMETER,
    Operation,
    limit_parameter,
)
from service.api.problem_types import ProblemType

ADMIN_PROBLEMS = (*ACCOUNT_PROBLEMS, problems.FORBIDDEN, problems.INVALID_VALUE, problems.NOT_ACCEPTABLE)
ADMIN_CHANGE_PROBLEMS = (*ADMIN_PROBLEMS, *BODY_PROBLEMS, problems.NOT_PERMITTED)


def _change(
    path: str, summary: str, *more: ProblemType, body: Any = None, answer: Any = None, **told: Any
) -> Operation:
    """A change that an administrator makes."""
    return Operation(
        path=f"/api/v1/{path}",
        method=told.pop("method", "post"),
        summary=summary,
        body=body,
        answer=answer,
        status=told.pop("status", 204 if answer is None else 200),
        refusals=(*ADMIN_CHANGE_PROBLEMS, *more),
        tag="people",
        **told,
    )


def _list(path: str, summary: str, answer: Any, **told: Any) -> Operation:
    return Operation(
        path=f"/api/v1/{path}", summary=summary, answer=answer, refusals=ADMIN_PROBLEMS, tag="people", **told
    )


PERSON_PATH = "people/{person_id}"
INVITATION_PATH = "invitations/{invitation_id}"
REQUEST_PATH = "role-requests/{request_id}"
PEOPLE_OPERATIONS = (
    _list(
        "people",
        "Everybody of the organisation, the last asked in first.",
        RegisterPage,
        parameters=(CURSOR_PARAMETER, limit_parameter("People")),
    ),
    _change(
        f"{PERSON_PATH}/roles",
        "Give a role.",
        body=bodies.RoleBody,
        answer=bodies.RoleGrantResult,
        description="Administrator, manager and researcher wait for a second administrator, where there is one.",
    ),
    _change(f"{PERSON_PATH}/roles/removal", "Take a role away.", problems.ILLEGAL_STEP, body=bodies.RoleBody),
    _change(f"{PERSON_PATH}/closing", "Close an account.", problems.ILLEGAL_STEP),
    _change(f"{PERSON_PATH}/opening", "Open a closed account again."),
    _change(
        f"{PERSON_PATH}/lost-proofs", "Let somebody begin anew who lost what they prove themselves with."
    ),
    _change(
        f"{PERSON_PATH}/taking-clients",
        "Say whether a coach takes more clients.",
        body=bodies.TakingClientsRequest,
    ),
    _change(
        f"{PERSON_PATH}/coach",
        "Give a client another coach.",
        problems.ILLEGAL_STEP,
        body=bodies.CoachAssignmentRequest,
        answer=bodies.CoachAssignmentResult,
    ),
    _list("invitations", "Who was asked in and has not answered.", bodies.OpenInvitations),
    _change(
        "invitations",
        "Ask somebody in.",
        problems.UNKNOWN_PROGRAMME,
        body=bodies.InvitationRequest,
        answer=bodies.InvitationSent,
        status=201,
    ),
    _change(
        f"{INVITATION_PATH}/renewal",
        "Send another link for another fourteen days.",
        answer=bodies.InvitationSent,
    ),
    _change(INVITATION_PATH, "Take an invitation back.", method="delete"),
    _list("role-requests", "Which roles wait for a second administrator.", bodies.RoleRequests),
    _change(f"{REQUEST_PATH}/confirmation", "Be the second to say yes."),
    _change(REQUEST_PATH, "Say no, or take it back.", method="delete"),
    Operation(
        path=f"{JOURNEY_PATH}/coaches",
        summary="Which coaches of the organisation take clients.",
        answer=bodies.CoachList,
        refusals=(*READ_PROBLEMS, problems.NOT_FOUND),
        tag="people",
    ),
    Operation(
        path=f"{JOURNEY_PATH}/coach",
        method="post",
        summary="Choose a coach, or another one, and say how much they see.",
        description="The former coach sees nothing from that moment on.",
        body=bodies.CoachChoice,
        status=201,
        answer=RecordedCommands,
        refusals=(*READ_PROBLEMS, *COMMAND_PROBLEMS, problems.NOT_FOUND),
        tag="people",
    ),
)
