"""The page of one's own account: the language of e-mails, where one is signed in, the password, tokens for programs."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from service.account_services import AccountServices
from service.accounts.errors import AccountError, NotAllowed, StepUpRequired, Throttled
from service.accounts.session_tokens import NewSession
from service.http.account_dependencies import require_person
from service.http.cookies import set_session_cookie
from service.http.dependencies import AnyRequest
from service.http.provider_sign_in import is_canonical_origin, organisation_providers
from service.http.request_headers import csrf_token
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.locales import LANGUAGE_NAMES, negotiate_language, parse_language
from service.web.account.labels import TOKEN_SCOPES
from service.web.error_pages import account_error_text
from service.web.privacy.coach_choice import ACCENTS
from service.web.rendering import HtmlResponse, redirect_to, render_page

ACCOUNT, PROOF = "/account", "/account/proof"


UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


BACK_TO_ACCOUNT = gettext_noop("Back to your account")


FieldErrors = Mapping[str, str]
"""A sentence for each field that is not right, by its id; under `""` what concerns no field."""


NO_ERRORS: FieldErrors = MappingProxyType({})


def account_error_page(_request: AnyRequest, error: AccountError) -> HtmlResponse:
    """The page of an error of the accounts that no form shows."""
    if isinstance(error, StepUpRequired):
        return redirect_to(PROOF)
    status = HTTPStatus.FORBIDDEN if isinstance(error, NotAllowed) else HTTPStatus.UNPROCESSABLE_ENTITY
    answer = render_page(
        "error.html",
        status=status,
        title=account_error_text(error),
        sentence="",
        href=ACCOUNT,
        link=current_translator().gettext(BACK_TO_ACCOUNT),
    )
    if isinstance(error, Throttled):
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer.headers["retry-after"] = str(error.seconds)
    return answer


async def render_account_page(
    request: AnyRequest,
    account_services: AccountServices,
    errors: FieldErrors = NO_ERRORS,
    form: Mapping[str, str] = NO_ERRORS,
    confirmation: str = "",
) -> HtmlResponse:
    """The account, with what is not right beside its field."""
    caller, secret = require_person()
    accounts = account_services.accounts
    person, places = (
        await accounts.get_person(caller.tenant_id, caller.person_id),
        await accounts.list_sessions(caller),
    )
    return render_page(
        "account/account.html",
        status=UNPROCESSABLE if errors else HTTPStatus.OK,
        errors=errors,
        form=form,
        confirmation=current_translator().gettext(confirmation) if confirmation else "",
        form_token=csrf_token(secret),
        sessions=[one for one in places if one.way == "browser"],
        tokens=[one for one in places if one.way == "api"],
        needs=await accounts.session_requirements(caller),
        email=person.email or "",
        factors=person.factors,
        written_in=parse_language(person.locale) or negotiate_language(None),
        names=LANGUAGE_NAMES,
        passkeys=await account_services.passkeys.list_own(caller),
        at_home=is_canonical_origin(request),
        providers=await organisation_providers(request, caller.tenant_id),
        linked={one.provider_id for one in await account_services.oidc.linked_providers(caller)},
        scopes=TOKEN_SCOPES,
        coaching=await accounts.own_coach_profile(caller) if "coach" in caller.roles else None,
        accents=ACCENTS,
        has_password=await accounts.credentials.has_password(caller),
    )


def redirect_with_new_session(request: AnyRequest, signed: NewSession, path: str) -> HtmlResponse:
    """On, with the new session in the place of the old one."""
    answer = redirect_to(path)
    answer.headers["set-cookie"] = set_session_cookie(request.scope, signed.secret)
    return answer
