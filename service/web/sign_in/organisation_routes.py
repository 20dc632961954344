"""The pages for signing in at one's organisation: leaving for its identity provider."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from service.accounts.context import NO_PERSON
from service.accounts.errors import InvalidName
from service.accounts.identities import IdentityNotLinked, LastSignInMethod
from service.accounts.normalization import normalize_account_name
from service.http.account_dependencies import (
    parse_uuid,
    require_person,
)
from service.http.dependencies import AccountsDependency, AccountServicesDependency, AnyRequest
from service.http.form_body import parse_fields
from service.http.provider_sign_in import (
    SignInIntent,
    organisation_providers,
    redirect_to_provider,
)
from service.http.redirect_paths import HOME_PATH, safe_redirect_path
from service.web.account.page import ACCOUNT, render_account_page
from service.web.error_pages import account_error_text
from service.web.rendering import HtmlResponse, redirect_to, render_page
from service.web.sign_in.invitation_routes import (
    consents_given,
    invitation_gone_page,
    render_invitation_offer,
)
from service.web.sign_in.organisation_callback import HANDLED_ERRORS, sign_in_failed_page
from service.web.sign_in.routes import NowDependency


@get("/sign-in/organisation/{tenant:str}")
async def providers_page(request: AnyRequest, tenant: FromPath[str]) -> HtmlResponse:
    """The address an organisation gives its people."""
    tenant_id = parse_uuid(tenant)
    providers = await organisation_providers(request, tenant_id) if tenant_id else ()
    if not providers:
        raise NotFoundException
    return render_page("sign_in/providers.html", providers=providers)


@post("/sign-in/organisation")
async def leave_to_sign_in(request: AnyRequest, moment: NowDependency) -> HtmlResponse:
    """Leave for a provider, to sign in."""
    form = parse_fields(await request.body())
    intent = {"for": "sign-in", "next": safe_redirect_path(form.get("next"))}
    return await _left(request, _place(form), intent, moment, href="/sign-in")


@post("/invitation/organisation")
async def leave_to_accept_invitation(
    accounts: AccountsDependency, request: AnyRequest, moment: NowDependency
) -> HtmlResponse:
    """Leave for a provider, to accept an invitation with one's account there."""
    form = parse_fields(await request.body())
    secret = form.get("invitation", "")
    found = await accounts.get_invitation(secret)
    if found is None or found.known:
        return invitation_gone_page()
    try:
        name = normalize_account_name(form.get("name", ""))
    except InvalidName as error:
        return await render_invitation_offer(
            request, secret, found, form, {"name": account_error_text(error)}
        )
    chosen = {f"consent_{one}": "on" for one in consents_given(found, form)}
    intent = {"for": "invitation", "invitation": secret, "name": name, **chosen}
    place = (found.tenant_id, _place(form)[1])
    return await _left(request, place, intent, moment, href="/invitation", person_id=found.person_id)


@post("/account/organisation")
async def leave_to_link_identity(
    accounts: AccountsDependency, request: AnyRequest, moment: NowDependency
) -> HtmlResponse:
    """Leave for a provider, to be known by one's account there as well."""
    caller, _ = require_person()
    await accounts.credentials.require_step_up(caller)
    place = (caller.tenant_id, _place(parse_fields(await request.body()))[1])
    return await _left(request, place, {"for": "link"}, moment, href=ACCOUNT, person_id=caller.person_id)


@post("/account/organisation/unlink")
async def unlink_identity(account_services: AccountServicesDependency, request: AnyRequest) -> HtmlResponse:
    """Be known by one's account there no longer."""
    caller, _ = require_person()
    accounts = account_services.accounts
    accounts.credentials.require_fresh_session(caller)
    _, provider_id = _place(parse_fields(await request.body()))
    try:
        await account_services.oidc.unlink_identity(caller, provider_id)
    except (IdentityNotLinked, LastSignInMethod) as error:
        return await render_account_page(request, account_services, {"": account_error_text(error)})
    await accounts.credentials.record_sign_in_change(caller)
    return redirect_to(f"{ACCOUNT}?told=unlinked")


@post("/account/proof/organisation")
async def leave_to_reauthenticate(request: AnyRequest, moment: NowDependency) -> HtmlResponse:
    """Leave for a provider, to show again who one is: it has to ask, whenever it last did."""
    caller, _ = require_person()
    form = parse_fields(await request.body())
    place, wanted = (caller.tenant_id, _place(form)[1]), safe_redirect_path(form.get("next"))
    return await _left(
        request,
        place,
        {"for": "proof", "next": ACCOUNT if wanted == HOME_PATH else wanted},
        moment,
        href=ACCOUNT,
        person_id=caller.person_id,
        max_age=timedelta(0),
    )


async def _left(
    request: AnyRequest,
    place: tuple[UUID, UUID],
    intent: SignInIntent,
    moment: NowDependency,
    *,
    href: str,
    person_id: UUID | None = None,
    max_age: timedelta | None = None,
) -> HtmlResponse:
    """On to the provider. By a page: browsers let no form of ours lead elsewhere, not by a redirect either."""
    try:
        departure = await redirect_to_provider(
            request, place, intent, moment, person_id=person_id, max_age=max_age
        )
    except HANDLED_ERRORS as error:
        return sign_in_failed_page(error, href)
    answer = render_page("sign_in/leaving.html", address=departure.address)
    answer.headers["set-cookie"] = departure.cookie
    return answer


def _place(form: Mapping[str, str]) -> tuple[UUID, UUID]:
    """The organisation and the provider that a form names."""
    return parse_uuid(form.get("tenant", "")) or NO_PERSON, parse_uuid(form.get("provider", "")) or NO_PERSON
