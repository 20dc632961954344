"""The people of the organisation, for its administrators."""

from http import HTTPStatus
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from service.accounts.errors import AccountError
from service.accounts.register import UnknownRegisterCursor
from service.authorization.authorized_programmes import require_role_for
from service.container import Services
from service.http.dependencies import AnyRequest, ServicesDependency, require_accounts
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.administration.forms import ADMINISTRATION_ACTIONS, AdministrationContext
from service.web.administration.invitations import (
    InvitationOutcome,
    parse_invitation,
    resend_invitation,
    send_invitation,
)
from service.web.administration.labels import ACCOUNT_STATUSES, FACTORS, ROLES
from service.web.administration.page import build_administration_page
from service.web.error_pages import PageError, account_error_text
from service.web.form_data import FORM_ERROR, FormData, read_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

PEOPLE_PER_PAGE = 50
CONFIRMATIONS = {
    "given": gettext_noop("They have the role now. They were told by email, and need to sign in again."),
    "alone": gettext_noop(
        "They have the role now. You gave it alone because there is no other administrator. "
        "This is on record."
    ),
    "waits": gettext_noop("A second administrator has to confirm it. They have been told by email."),
    "taken": gettext_noop("The role is removed, and they were signed out."),
    "suspended": gettext_noop(
        "The account is suspended for 72 hours. They and the other administrators get an email."
    ),
    "closed": gettext_noop("The account is closed. They can no longer sign in."),
    "opened": gettext_noop("The account is open again, with its earlier roles."),
    "lost": gettext_noop(
        "Their password and codes are gone. They sign in with an emailed link and set up a "
        "second sign-in step again."
    ),
    "takes": gettext_noop("Clients can choose this coach."),
    "takes-none": gettext_noop("New clients cannot choose this coach. Current clients stay."),
    "coach": gettext_noop(
        "The client has a new coach. Sharing with the previous coach has ended. The client "
        "decides what the new one can see."
    ),
    "withdrawn": gettext_noop("The invitation is withdrawn."),
    "confirmed": gettext_noop("Confirmed. They have the role, or will have it when they join."),
    "refused": gettext_noop("Cancelled. Nobody was given anything."),
}
NO_ACCOUNTS_TITLE = gettext_noop("This service runs without accounts")
NO_ACCOUNTS_TEXT = gettext_noop(
    "Anyone who can reach this service can do everything. With "
    "SOUNDINGS_ACCESS=accounts, people sign in and are managed here."
)


@get("/people", name="people_of")
async def list_people(
    services: ServicesDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Everybody, and what waits."""
    confirmation = CONFIRMATIONS.get(request.query_params.get("told", ""))
    return await _shown(services, request, context, FormData(), confirmation=confirmation)


@post("/people/invitations", name="invite")
async def invite(
    services: ServicesDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Ask somebody in."""
    office, form = _office(services, context), await read_form(request)
    terms = parse_invitation(form)
    outcome: InvitationOutcome | None = None
    if terms:
        try:
            outcome = await send_invitation(request, office, terms)
        except AccountError as error:
            form.add_error("email", account_error_text(error))
    return await _shown(
        services, request, context, FormData() if outcome else form, open_form="invite", outcome=outcome
    )


@post("/people/invitations/{invitation_id:uuid}/{what:str}", name="look_after_invitation")
async def manage_invitation(
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    invitation_id: FromPath[UUID],
    what: FromPath[str],
) -> HtmlResponse:
    """Send another link, or take the invitation back."""
    office, form = _office(services, context), await read_form(request)
    try:
        if what == "renewal":
            outcome = await resend_invitation(request, office, invitation_id)
            return await _shown(services, request, context, FormData(), outcome=outcome)
        if what == "withdrawal":
            await office.accounts.withdraw_invitation(office.by, invitation_id)
            return redirect_to("/people?told=withdrawn")
    except AccountError as error:
        form.add_error(FORM_ERROR, account_error_text(error))
        return await _shown(services, request, context, form)
    raise _no_such()


@post("/people/requests/{request_id:uuid}/{what:str}", name="answer_request")
async def answer_role_request(
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    request_id: FromPath[UUID],
    what: FromPath[str],
) -> HtmlResponse:
    """Be the second to say yes, or say no."""
    office, form = _office(services, context), await read_form(request)
    try:
        if what == "confirmation":
            await office.accounts.confirm_role(office.by, request_id)
            return redirect_to("/people?told=confirmed")
        if what == "refusal":
            await office.accounts.withdraw_role_request(office.by, request_id)
            return redirect_to("/people?told=refused")
    except AccountError as error:
        form.add_error(FORM_ERROR, account_error_text(error))
        return await _shown(services, request, context, form)
    raise _no_such()


@post("/people/{person_id:uuid}/{what:str}", name="do_about_person")
async def run_person_action(
    services: ServicesDependency,
    request: AnyRequest,
    context: PageContextDependency,
    person_id: FromPath[UUID],
    what: FromPath[str],
) -> HtmlResponse:
    """Do something about somebody."""
    office, form = _office(services, context), await read_form(request)
    if what not in ADMINISTRATION_ACTIONS:
        raise _no_such()
    try:
        if confirmation_name := await ADMINISTRATION_ACTIONS[what](office, person_id, form):
            return redirect_to(f"/people?told={confirmation_name}")
    except AccountError as error:
        form.add_error(FORM_ERROR, account_error_text(error))
    return await _shown(services, request, context, form, open_form=f"{what} {person_id}")


def _office(services: Services, context: PageContext) -> AdministrationContext:
    """The administrator's desk. Raises `Forbidden`, and says where nobody has an account."""
    if context.rights is None:
        raise no_accounts_error()
    require_role_for(context.caller, "manage_people")
    return AdministrationContext(context.caller, require_accounts(services).accounts, context.rights)


async def _shown(
    services: Services,
    request: AnyRequest,
    context: PageContext,
    form: FormData,
    *,
    open_form: str = "",
    confirmation: str | None = None,
    outcome: InvitationOutcome | None = None,
) -> HtmlResponse:
    office, cursor = _office(services, context), request.query_params.get("after")
    tenant_id, accounts = office.by.tenant_id, office.accounts
    try:
        register = await accounts.people_page(tenant_id, cursor, PEOPLE_PER_PAGE)
    except UnknownRegisterCursor:
        raise _no_such() from None
    requests = await accounts.list_role_requests(office.by)
    concerned = {one for asked in requests for one in (asked.person_id, asked.asked_by)}
    shown = build_administration_page(
        office.by,
        register,
        await accounts.list_open_invitations(office.by),
        requests,
        coaches=await accounts.list_coaches(tenant_id),
        names=await accounts.names_of(tenant_id, concerned),
        translator=current_translator(),
    )
    studies, waiting = await services.studies.all(tenant_id=tenant_id), dict[UUID, int]()
    if services.analyses:
        waiting = await services.analyses.count_waiting(tenant_id, office.by.person_id)
    return render_page(
        "administration/people.html",
        status=form.status,
        layout=context.staff_layout("people"),
        page=shown,
        form=form,
        blank=FormData(),
        open_form=open_form,
        outcome=outcome,
        waiting_studies=sum(one.state == "submitted" for one in studies),
        waiting_analyses=sum(waiting.values()),
        roles=ROLES,
        standings=ACCOUNT_STATUSES,
        factors=FACTORS,
        confirmation=current_translator().gettext(confirmation) if confirmation else "",
    )


def no_accounts_error() -> PageError:
    """There is nobody to look after."""
    translator = current_translator()
    return PageError(
        translator.gettext(NO_ACCOUNTS_TEXT),
        status=HTTPStatus.NOT_FOUND,
        title=translator.gettext(NO_ACCOUNTS_TITLE),
    )


def _no_such() -> PageError:
    translator = current_translator()
    return PageError(
        translator.gettext("The address may be mistyped."),
        status=HTTPStatus.NOT_FOUND,
        title=translator.gettext("There is no such page"),
        href="/people",
        link=translator.gettext("See all people"),
    )


HANDLERS = (list_people, invite, manage_invitation, answer_role_request, run_person_action)
