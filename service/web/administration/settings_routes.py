"""The settings of the organisation: its name, how long journeys are kept, where people sign in, and what is restricted."""

from uuid import UUID

from litestar import get, post

from service.accounts.errors import InvalidName
from service.authorization.authorized_programmes import AuthorizedProgrammeList, require_role_for
from service.container import Services
from service.http.dependencies import (
    AnyRequest,
    ProgrammeListDependency,
    ServicesDependency,
    require_accounts,
)
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.personal_data.retention.periods import MAX_MONTHS
from service.personal_data.retention.settings import RetentionSettings
from service.web.administration.routes import no_accounts_error
from service.web.administration.settings_page import SettingsPage
from service.web.form_data import FormData, read_form
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

CONFIRMATIONS = {
    "named": gettext_noop("The organisation's name is changed."),
    "kept": gettext_noop("Saved. Nothing is erased until it has been on this list for thirty days."),
}


NAME_REQUIRED = gettext_noop("Enter the name of the organisation, up to 120 characters.")


MONTHS_REQUIRED = gettext_noop("Enter a number of months, or choose to keep them.")


UNKNOWN_PROGRAMME_CHOSEN = gettext_noop("Choose one of the programmes.")


@get("/settings", name="settings")
async def settings(
    services: ServicesDependency,
    programme_list: ProgrammeListDependency,
    request: AnyRequest,
    context: PageContextDependency,
) -> HtmlResponse:
    """How the organisation is set up."""
    return await _shown(
        services, programme_list, context, FormData(), CONFIRMATIONS.get(request.query_params.get("told", ""))
    )


@post("/settings/name", name="rename_organisation")
async def rename(
    services: ServicesDependency,
    programme_list: ProgrammeListDependency,
    request: AnyRequest,
    context: PageContextDependency,
) -> HtmlResponse:
    """Call the organisation otherwise."""
    _admin(context)
    form = await read_form(request)
    if name := form.text("organisation", needed=current_translator().gettext(NAME_REQUIRED), most=120):
        try:
            await require_accounts(services).accounts.rename_organisation(context.caller.tenant_id, name)
            return redirect_to("/settings?told=named")
        except InvalidName:
            form.add_error("organisation", current_translator().gettext(NAME_REQUIRED))
    return await _shown(services, programme_list, context, form)


@post("/settings/retention", name="keep_for")
async def set_retention(
    services: ServicesDependency,
    programme_list: ProgrammeListDependency,
    request: AnyRequest,
    context: PageContextDependency,
) -> HtmlResponse:
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
    if programme_id and programme_id not in await _programme_names(programme_list):
        form.add_error("programme_id", translator.gettext(UNKNOWN_PROGRAMME_CHOSEN))
    if form.errors:
        return await _shown(services, programme_list, context, form)
    await RetentionSettings(context.caller, services.erasure).set_period(programme_id, months)
    return redirect_to("/settings?told=kept")


def _admin(context: PageContext) -> None:
    """Raises `Forbidden` for anybody but administrators, and says where nobody has an account."""
    if context.rights is None:
        raise no_accounts_error()
    require_role_for(context.caller, "manage_retention")


async def _programme_names(programme_list: AuthorizedProgrammeList) -> dict[UUID, str]:
    return {one.programme_id: one.name for one in await programme_list.all()}


async def _restricted(context: PageContext) -> int:
    """The number of restricted journeys of the organisation; nothing else of them is shown."""
    if context.rights is None:
        return 0
    return await context.rights.restrictions.count(context.caller.tenant_id)


async def _shown(
    services: Services,
    programme_list: AuthorizedProgrammeList,
    context: PageContext,
    form: FormData,
    confirmation: str | None = None,
) -> HtmlResponse:
    _admin(context)
    accounts, tenant_id = require_accounts(services), context.caller.tenant_id
    programmes = await _programme_names(programme_list)
    retention = await RetentionSettings(context.caller, services.erasure).status()
    shown = SettingsPage(
        organisation=await accounts.accounts.organisation_name(tenant_id),
        periods=tuple(
            (programmes.get(one.programme_id) if one.programme_id else None, one) for one in retention.periods
        ),
        listed=tuple(retention.listed),
        late=retention.late,
        providers=tuple(await accounts.oidc.providers.list_for(tenant_id)),
        restricted=await _restricted(context),
        programmes=programmes,
    )
    return render_page(
        "administration/settings.html",
        status=form.status,
        layout=context.staff_layout("settings"),
        page=shown,
        form=form,
        confirmation=current_translator().gettext(confirmation) if confirmation else "",
    )


HANDLERS = (settings, rename, set_retention)
