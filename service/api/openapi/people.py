"""What is asked of an organisation's people where accounts are kept: by administrators, and by a client of her coach."""

from typing import Any

from service.accounts.register import RegisterPage
from service.api import people_bodies as bodies
from service.api import problem_types as problems
from service.api.commands import Recorded
from service.api.openapi.account import KEPT
from service.api.openapi.journeys import JOURNEY, READ
from service.api.openapi.operation import BROUGHT, CURSOR, WROTE, Operation, page_of
from service.api.problem_types import Kind

ADMINS = (*KEPT, problems.FORBIDDEN, problems.INVALID, problems.NOT_ACCEPTABLE)
CHANGED = (*ADMINS, *BROUGHT, problems.NOT_FOR_YOU)


def _change(
    path: str, summary: str, *more: Kind, body: Any = None, answer: Any = None, **told: Any
) -> Operation:
    """A change that an administrator makes."""
    return Operation(
        path=f"/api/v1/{path}",
        method=told.pop("method", "post"),
        summary=summary,
        body=body,
        answer=answer,
        status=told.pop("status", 204 if answer is None else 200),
        refusals=(*CHANGED, *more),
        tag="people",
        **told,
    )


def _list(path: str, summary: str, answer: Any, **told: Any) -> Operation:
    return Operation(
        path=f"/api/v1/{path}", summary=summary, answer=answer, refusals=ADMINS, tag="people", **told
    )


PERSON = "people/{person_id}"
INVITATION = "invitations/{invitation_id}"
REQUEST = "role-requests/{request_id}"
PEOPLE = (
    _list(
        "people",
        "Everybody of the organisation, the last asked in first.",
        RegisterPage,
        parameters=(CURSOR, page_of("People")),
    ),
    _change(
        f"{PERSON}/roles",
        "Give a role.",
        body=bodies.RoleWish,
        answer=bodies.RoleGiven,
        description="Administrator, manager and researcher wait for a second administrator, where there is one.",
    ),
    _change(f"{PERSON}/roles/removal", "Take a role away.", problems.ILLEGAL_STEP, body=bodies.RoleWish),
    _change(f"{PERSON}/closing", "Close an account.", problems.ILLEGAL_STEP),
    _change(f"{PERSON}/opening", "Open a closed account again."),
    _change(f"{PERSON}/lost-proofs", "Let somebody begin anew who lost what they prove themselves with."),
    _change(f"{PERSON}/taking-clients", "Say whether a coach takes more clients.", body=bodies.TakingClients),
    _change(
        f"{PERSON}/coach",
        "Give a client another coach.",
        problems.ILLEGAL_STEP,
        body=bodies.CoachForClient,
        answer=bodies.CoachAssignedTo,
    ),
    _list("invitations", "Who was asked in and has not answered.", bodies.OpenInvitations),
    _change(
        "invitations",
        "Ask somebody in.",
        problems.UNKNOWN_PROGRAMME,
        body=bodies.InvitationWish,
        answer=bodies.InvitationSent,
        status=201,
    ),
    _change(
        f"{INVITATION}/renewal", "Send another link for another fourteen days.", answer=bodies.InvitationSent
    ),
    _change(INVITATION, "Take an invitation back.", method="delete"),
    _list("role-requests", "Which roles wait for a second administrator.", bodies.RoleRequests),
    _change(f"{REQUEST}/confirmation", "Be the second to say yes."),
    _change(REQUEST, "Say no, or take it back.", method="delete"),
    Operation(
        path=f"{JOURNEY}/coaches",
        summary="Which coaches of the organisation take clients.",
        answer=bodies.Coaches,
        refusals=(*READ, problems.NOT_FOUND),
        tag="people",
    ),
    Operation(
        path=f"{JOURNEY}/coach",
        method="post",
        summary="Choose a coach, or another one, and say how much they see.",
        description="The former coach sees nothing from that moment on.",
        body=bodies.CoachChoice,
        status=201,
        answer=Recorded,
        refusals=(*READ, *WROTE, problems.NOT_FOUND),
        tag="people",
    ),
)
