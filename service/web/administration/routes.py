"""The people of the organisation, for its administrators."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath

from service.accounts.accounts import Accounts
from service.accounts.errors import AccountRefusal
from service.accounts.register import UnknownPlace
from service.authorization.authorized_programmes import allowed
from service.http.account_dependencies import accounts_of
from service.localization import codes
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web.administration.forms import DEEDS, Office
from service.web.administration.invitations import Letter, asked_in, renewed, terms_of
from service.web.administration.labels import FACTORS, ROLES, STATUS
from service.web.administration.page import people_page
from service.web.error_pages import PageTrouble, in_words
from service.web.form_data import WHOLE, Answers, answers_of
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

ON_A_PAGE = 50
RECEIPTS = {
    "given": marked("They have the role now. They were told by e-mail, and sign in anew."),
    "alone": marked(
        "They have the role now. You gave it alone, as there is no other administrator: this is written down."
    ),
    "waits": marked("A second administrator has to confirm it. Those who can were told by e-mail."),
    "taken": marked("The role is taken away, and they were signed out."),
    "closed": marked("The account is closed. Nothing of theirs opens any more."),
    "opened": marked("The account is open again, with the roles it had."),
    "lost": marked(
        "Their password and codes are gone. They come in by a link to their mailbox, and set up a second proof anew."
    ),
    "takes": marked("Clients can choose this coach."),
    "takes-none": marked("Nobody can newly choose this coach. Their clients stay."),
    "coach": marked(
        "The client has this coach now. What the former one was let see has ended; the client says how much the new one sees."
    ),
    "withdrawn": marked("The invitation is taken back."),
    "confirmed": marked("Confirmed. They have the role, or will have it on coming in."),
    "refused": marked("It is off. Nobody was given anything."),
}
NOWHERE = marked("No accounts are kept here")
NOBODY = marked(
    "Whoever reaches this service may do everything. With SOUNDINGS_ACCESS=accounts people sign in, and are looked after here."
)


@get("/people", name="people_of")
async def everybody(request: Asked, visit: Visits) -> Page:
    """Everybody, and what waits."""
    receipt = RECEIPTS.get(request.query_params.get("told", ""))
    return await _shown(request, visit, Answers(), receipt=receipt)


@post("/people/invitations", name="invite")
async def invite(request: Asked, visit: Visits) -> Page:
    """Ask somebody in."""
    office, answers = _office(request, visit), await answers_of(request)
    terms = terms_of(answers)
    letter: Letter | None = None
    if terms:
        try:
            letter = await asked_in(request, office, terms)
        except AccountRefusal as refusal:
            answers.complain("email", in_words(refusal))
    return await _shown(request, visit, Answers() if letter else answers, form="invite", letter=letter)


@post("/people/invitations/{invitation_id:uuid}/{what:str}", name="look_after_invitation")
async def look_after(
    request: Asked, visit: Visits, invitation_id: FromPath[UUID], what: FromPath[str]
) -> Page:
    """Send another link, or take the invitation back."""
    office, answers = _office(request, visit), await answers_of(request)
    try:
        if what == "renewal":
            letter = await renewed(request, office, invitation_id)
            return await _shown(request, visit, Answers(), letter=letter)
        if what == "withdrawal":
            await office.accounts.withdraw_invitation(office.by, invitation_id)
            return to("/people?told=withdrawn")
    except AccountRefusal as refusal:
        answers.complain(WHOLE, in_words(refusal))
        return await _shown(request, visit, answers)
    raise _no_such()


@post("/people/requests/{request_id:uuid}/{what:str}", name="answer_request")
async def answer(request: Asked, visit: Visits, request_id: FromPath[UUID], what: FromPath[str]) -> Page:
    """Be the second to say yes, or say no."""
    office, answers = _office(request, visit), await answers_of(request)
    try:
        if what == "confirmation":
            await office.accounts.confirm_role(office.by, request_id)
            return to("/people?told=confirmed")
        if what == "refusal":
            await office.accounts.withdraw_role_request(office.by, request_id)
            return to("/people?told=refused")
    except AccountRefusal as refusal:
        answers.complain(WHOLE, in_words(refusal))
        return await _shown(request, visit, answers)
    raise _no_such()


@post("/people/{person_id:uuid}/{what:str}", name="do_about_person")
async def do(request: Asked, visit: Visits, person_id: FromPath[UUID], what: FromPath[str]) -> Page:
    """Do something about somebody."""
    office, answers = _office(request, visit), await answers_of(request)
    if what not in DEEDS:
        raise _no_such()
    try:
        if told := await DEEDS[what](office, person_id, answers):
            return to(f"/people?told={told}")
    except AccountRefusal as refusal:
        answers.complain(WHOLE, in_words(refusal))
    return await _shown(request, visit, answers, form=f"{what} {person_id}")


def _office(request: Asked, visit: Visit) -> Office:
    """The administrator's desk. Raises `Forbidden`, and says where nobody has an account."""
    if visit.rights is None:
        raise no_accounts()
    allowed(visit.caller, "manage_people")
    accounts: Accounts = accounts_of(request)
    return Office(visit.caller, accounts, visit.rights)


async def _shown(
    request: Asked,
    visit: Visit,
    answers: Answers,
    *,
    form: str = "",
    receipt: str | None = None,
    letter: Letter | None = None,
) -> Page:
    office, cursor = _office(request, visit), request.query_params.get("after")
    tenant_id, accounts = office.by.tenant_id, office.accounts
    try:
        register = await accounts.register(tenant_id, cursor, ON_A_PAGE)
    except UnknownPlace:
        raise _no_such() from None
    requests = await accounts.role_requests(office.by)
    concerned = {one for asked in requests for one in (asked.person_id, asked.asked_by)}
    shown = people_page(
        office.by,
        register,
        await accounts.open_invitations(office.by),
        requests,
        coaches=await accounts.coaches(tenant_id),
        names=await accounts.name_of(tenant_id, concerned),
        words=spoken(),
    )
    return page(
        "administration/people.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.staff_frame("people"),
        page=shown,
        answers=answers,
        blank=Answers(),
        form=form,
        letter=letter,
        codes=codes,
        roles=ROLES,
        standings=STATUS,
        factors=FACTORS,
        receipt=spoken().gettext(receipt) if receipt else "",
    )


def no_accounts() -> PageTrouble:
    """There is nobody to look after."""
    words = spoken()
    return PageTrouble(words.gettext(NOBODY), status=HTTPStatus.NOT_FOUND, title=words.gettext(NOWHERE))


def _no_such() -> PageTrouble:
    words = spoken()
    return PageTrouble(
        words.gettext("The address may be mistyped."),
        status=HTTPStatus.NOT_FOUND,
        title=words.gettext("There is no such page"),
        href="/people",
        link=words.gettext("See all people"),
    )


HANDLERS = (everybody, invite, look_after, answer, do)
