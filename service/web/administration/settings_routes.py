"""The settings of the organisation: its name, how long journeys are kept, where people sign in, and what is restricted."""

from uuid import UUID

from litestar import get, post

from service.accounts.errors import InvalidName
from service.authorization.authorized_programmes import require_role_for
from service.http.account_dependencies import get_accounts
from service.http.dependencies import AnyRequest, get_caller, get_programme_list, get_services
from service.http.provider_sign_in import get_oidc_client
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.retention.periods import MAX_MONTHS, retention_periods, save_retention_period
from service.personal_data.retention.schedule import scheduled_erasures
from service.web.administration.routes import no_accounts_error
from service.web.administration.settings_page import SettingsPage
from service.web.form_data import FormData, read_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATIONS = {
    "named": gettext_noop("The organisation is called otherwise from now on."),
    "kept": gettext_noop("Set. Nothing is erased before it has stood on this list for thirty days."),
}


NAME_REQUIRED = gettext_noop("Say what the organisation is called, in at most 120 characters.")


MONTHS_REQUIRED = gettext_noop("Say for how many months, or choose to keep them.")


UNKNOWN_PROGRAMME_CHOSEN = gettext_noop("Choose one of the programmes.")


@get("/settings", name="settings")
async def settings(request: AnyRequest, context: PageContextDependency) -> HtmlResponse:
    """How the organisation is set up."""
    return await _shown(request, context, FormData(), CONFIRMATIONS.get(request.query_params.get("told", "")))


@post("/settings/name", name="rename_organisation")
async def rename(request: AnyRequest, context: PageContextDependency) -> HtmlResponse:
    """Call the organisation otherwise."""
    _admin(context)
    form = await read_form(request)
    if name := form.text("organisation", needed=current_translator().gettext(NAME_REQUIRED), most=120):
        try:
            await get_accounts(request).rename_organisation(context.caller.tenant_id, name)
            return redirect_to("/settings?told=named")
        except InvalidName:
            form.add_error("organisation", current_translator().gettext(NAME_REQUIRED))
    return await _shown(request, context, form)


@post("/settings/retention", name="keep_for")
async def set_retention(request: AnyRequest, context: PageContextDependency) -> HtmlResponse:
    """Set how long journeys are kept after their end."""
    _admin(context)
    form, translator = await read_form(request), current_translator()
    for_ever = (
        form.choice("kept", ("months", "always"), needed=translator.gettext(MONTHS_REQUIRED)) == "always"
    )
    months = (
        None if for_ever else form.number("months", 1, MAX_MONTHS, needed=translator.gettext(MONTHS_REQUIRED))
    )
    programme_id = form.uuid("programme_id")
    if programme_id and programme_id not in await _programmes(request):
        form.add_error("programme_id", translator.gettext(UNKNOWN_PROGRAMME_CHOSEN))
    if form.errors:
        return await _shown(request, context, form)
    at, by = _erasure_context(request), context.caller
    await save_retention_period(at.pool, by.tenant_id, programme_id, months, by=by.person_id, at=at.now())
    return redirect_to("/settings?told=kept")


def _admin(context: PageContext) -> None:
    """Raises `Forbidden` for anybody but administrators, and says where nobody has an account."""
    if context.rights is None:
        raise no_accounts_error()
    require_role_for(context.caller, "manage_retention")


def _erasure_context(request: AnyRequest) -> ErasureContext:
    erasure: ErasureContext = get_services(request.app.state).erasure
    return erasure


async def _programmes(request: AnyRequest) -> dict[UUID, str]:
    lines = await get_programme_list(get_services(request.app.state), get_caller()).all()
    return {one.programme_id: one.name for one in lines}


async def _restricted(request: AnyRequest, context: PageContext) -> int:
    """How many journeys of the organisation are stopped; of which nothing else is told."""
    tenant_id = context.caller.tenant_id
    if context.rights is None:
        return 0
    found = await get_services(request.app.state).caseload.desk(None, ended=True, tenant_id=tenant_id)
    return len(
        await context.rights.restrictions.restricted_among(tenant_id, [one.journey_id for one in found])
    )


async def _shown(
    request: AnyRequest, context: PageContext, form: FormData, receipt: str | None = None
) -> HtmlResponse:
    _admin(context)
    at, tenant_id = _erasure_context(request), context.caller.tenant_id
    programmes, due = await _programmes(request), await scheduled_erasures(at, tenant_id)
    periods = await retention_periods(at.pool, tenant_id)
    shown = SettingsPage(
        organisation=await get_accounts(request).organisation_name(tenant_id),
        periods=tuple(
            (programmes.get(one.programme_id) if one.programme_id else None, one) for one in periods
        ),
        listed=tuple(due),
        late=any(one.state == "late" for one in due),
        providers=tuple(await get_oidc_client(request).providers.list_for(tenant_id)),
        restricted=await _restricted(request, context),
        programmes=programmes,
    )
    return render_page(
        "administration/settings.html",
        status=form.status,
        layout=context.staff_layout("settings"),
        page=shown,
        form=form,
        receipt=current_translator().gettext(receipt) if receipt else "",
    )


HANDLERS = (settings, rename, set_retention)
