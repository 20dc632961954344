"""The pages of an invitation: by whom, to what, for which uses of one's data; and yes or no."""

from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from litestar import Request, Response, get, post

from domain.vocabulary import Purpose
from service.accounts.caller import Role
from service.accounts.invitations import InvitationView
from service.accounts.refusals import InvitationGone, NameRefused, PasswordRefused
from service.door.forms import fields
from service.door.people import accounts_of
from service.web.rendering import page
from service.web.sign_in import to, welcome

ROLES: MappingProxyType[Role, str] = MappingProxyType(
    {
        "client": "to explore your next work, with a coach beside you",
        "coach": "to coach clients",
        "manager": "to manage a programme",
        "researcher": "to study histories whose clients agreed to it",
        "admin": "to look after people and their roles",
    }
)
PURPOSES: MappingProxyType[Purpose, str] = MappingProxyType(
    {
        "coaching": "What you record is used to coach you. Who sees it is for you to say.",
        "research": "Researchers may study my history, without my name.",
        "contact_after": "You may ask me how it went, after it has ended.",
    }
)
REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY

Page = Response[str]
Asked = Request[Any, Any, Any]


@get("/invitation")
async def invitation_page() -> Page:
    """Where the link of an invitation leads."""
    return page("sign_in/invitation.html", sentence="", wrong=())


@post("/invitation")
async def invitation(request: Request[Any, Any, Any]) -> Page:
    """What the invitation says. Nothing changes by reading it."""
    secret = fields(await request.body()).get("invitation", "").strip()
    found = await accounts_of(request).invitation(secret)
    return _gone() if found is None else _offer(secret, found)


@post("/invitation/answer")
async def answer(request: Request[Any, Any, Any]) -> Page:
    """Accept or decline."""
    answers = fields(await request.body())
    secret, accounts = answers.get("invitation", ""), accounts_of(request)
    if answers.get("answer") != "accept":
        await accounts.decline(secret)
        return page("sign_in/declined.html")
    found = await accounts.invitation(secret)
    if found is None:
        return _gone()
    consents: list[Purpose] = [
        *found.purposes,
        *(one for one in found.consents if answers.get(f"consent_{one}")),
    ]
    try:
        person = await accounts.accept(
            secret, name=answers.get("name", ""), password=answers.get("password") or None, consents=consents
        )
    except PasswordRefused as refusal:
        return _offer(secret, found, answers, str(refusal), ("password",))
    except NameRefused as refusal:
        return _offer(secret, found, answers, str(refusal), ("name",))
    except InvitationGone:
        return _gone()
    return to("/sign-in") if found.known else await welcome(request, await accounts.welcome(person), None)


def _offer(
    secret: str,
    found: InvitationView,
    answers: dict[str, str] | None = None,
    sentence: str = "",
    wrong: tuple[str, ...] = (),
) -> Page:
    return page(
        "sign_in/offer.html",
        status=REFUSED if sentence else HTTPStatus.OK,
        secret=secret,
        offer=found,
        to_what=ROLES[found.role],
        purposes=[PURPOSES[one] for one in found.purposes],
        consents=[(one, PURPOSES[one]) for one in found.consents],
        answers=answers or {},
        sentence=sentence,
        wrong=wrong,
    )


def _gone() -> Page:
    return page(
        "sign_in/invitation.html", status=REFUSED, sentence=str(InvitationGone()), wrong=("invitation",)
    )
