"""The pages of an invitation: by whom, to what, for which uses of one's data; and yes or no."""

from collections.abc import Mapping
from http import HTTPStatus

from litestar import get, post

from domain.vocabulary import ConsentPurpose
from service.accounts.errors import InvalidName, InvalidPassword, InvitationGone
from service.accounts.invitations import InvitationView
from service.http.dependencies import AccountsDependency, AnyRequest
from service.http.form_body import parse_fields
from service.http.provider_sign_in import organisation_providers
from service.web.error_pages import account_error_text
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.sign_in.labels import CONSENT_SENTENCES, ROLE_SENTENCES
from service.web.sign_in.routes import NO_ERRORS, complete_sign_in

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@get("/invitation")
async def enter_invitation_page() -> HtmlResponse:
    """Where the link of an invitation leads."""
    return render_page("sign_in/invitation.html", errors=NO_ERRORS)


@post("/invitation")
async def show_invitation(accounts: AccountsDependency, request: AnyRequest) -> HtmlResponse:
    """What the invitation says. Nothing changes by reading it."""
    secret = parse_fields(await request.body()).get("invitation", "").strip()
    found = await accounts.get_invitation(secret)
    return invitation_gone_page() if found is None else await render_invitation_offer(request, secret, found)


@post("/invitation/answer")
async def answer_invitation(accounts: AccountsDependency, request: AnyRequest) -> HtmlResponse:
    """Accept or decline."""
    form = parse_fields(await request.body())
    secret = form.get("invitation", "")
    if form.get("answer") != "accept":
        await accounts.decline_invitation(secret)
        return render_page("sign_in/declined.html")
    found = await accounts.get_invitation(secret)
    if found is None:
        return invitation_gone_page()
    consents = consents_given(found, form)
    try:
        person = await accounts.accept_invitation(
            secret, name=form.get("name", ""), password=form.get("password") or None, consents=consents
        )
    except InvalidPassword as error:
        return await render_invitation_offer(
            request, secret, found, form, {"password": account_error_text(error)}
        )
    except InvalidName as error:
        return await render_invitation_offer(
            request, secret, found, form, {"name": account_error_text(error)}
        )
    except InvitationGone:
        return invitation_gone_page()
    return (
        redirect_to("/sign-in")
        if found.known
        else await complete_sign_in(request, accounts, await accounts.sign_in_new_person(person), None)
    )


def consents_given(found: InvitationView, form: Mapping[str, str]) -> list[ConsentPurpose]:
    """What somebody agrees to by accepting, and what they ticked besides."""
    return [*found.purposes, *(one for one in found.consents if form.get(f"consent_{one}"))]


async def render_invitation_offer(
    request: AnyRequest,
    secret: str,
    found: InvitationView,
    form: Mapping[str, str] = NO_ERRORS,
    errors: Mapping[str, str] = NO_ERRORS,
) -> HtmlResponse:
    """What an invitation says, with the form to answer it."""
    return render_page(
        "sign_in/offer.html",
        status=UNPROCESSABLE if errors else HTTPStatus.OK,
        secret=secret,
        offer=found,
        providers=() if found.known else await organisation_providers(request, found.tenant_id),
        to_what=ROLE_SENTENCES[found.role],
        purposes=[CONSENT_SENTENCES[one] for one in found.purposes],
        consents=[(one, CONSENT_SENTENCES[one]) for one in found.consents],
        form=form,
        errors=errors,
    )


def invitation_gone_page() -> HtmlResponse:
    """The page for an invitation that opens nothing any more."""
    errors = {"invitation": account_error_text(InvitationGone())}
    return render_page("sign_in/invitation.html", status=UNPROCESSABLE, errors=errors)
