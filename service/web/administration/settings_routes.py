"""The settings of the organisation: its name, how long journeys are kept, where people sign in, and what is restricted."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from msgspec import Struct

from service.accounts.errors import NameRefused
from service.accounts.identity_providers import IdentityProvider
from service.authorization.authorized_programmes import allowed
from service.http.account_dependencies import accounts_of
from service.http.dependencies import programme_list_of
from service.http.provider_sign_in import provider_of_people
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.personal_data.erasure.context import Premises
from service.personal_data.retention.periods import LONGEST, Period, periods_of, set_period
from service.personal_data.retention.schedule import Listed, listed
from service.web.administration.routes import no_accounts
from service.web.form_data import Answers, answers_of
from service.web.page_context import Visit, Visits
from service.web.rendering import page
from service.web.sign_in.routes import Page, to

Asked = Request[Any, Any, Any]

RECEIPTS = {
    "named": marked("The organisation is called otherwise from now on."),
    "kept": marked("Set. Nothing is erased before it has stood on this list for thirty days."),
}
NO_NAME = marked("Say what the organisation is called, in at most 120 characters.")
NO_MONTHS = marked("Say for how many months, or choose to keep them.")
NO_PROGRAMME = marked("Choose one of the programmes.")


class Settings(Struct, frozen=True, kw_only=True):
    """The page."""

    organisation: str
    periods: tuple[tuple[str | None, Period], ...]
    """With the name of the programme; None stands for all others."""
    listed: tuple[Listed, ...]
    late: bool
    """What was due has not been erased."""
    providers: tuple[IdentityProvider, ...]
    restricted: int
    """Journeys whose use was stopped."""
    programmes: dict[UUID, str]


@get("/settings", name="settings")
async def settings(request: Asked, visit: Visits) -> Page:
    """How the organisation is set up."""
    return await _shown(request, visit, Answers(), RECEIPTS.get(request.query_params.get("told", "")))


@post("/settings/name", name="rename_organisation")
async def rename(request: Asked, visit: Visits) -> Page:
    """Call the organisation otherwise."""
    _admin(visit)
    answers = await answers_of(request)
    if name := answers.text("organisation", needed=spoken().gettext(NO_NAME), most=120):
        try:
            await accounts_of(request).rename_organisation(visit.caller.tenant_id, name)
            return to("/settings?told=named")
        except NameRefused:
            answers.complain("organisation", spoken().gettext(NO_NAME))
    return await _shown(request, visit, answers)


@post("/settings/retention", name="keep_for")
async def keep_for(request: Asked, visit: Visits) -> Page:
    """Set how long journeys are kept after their end."""
    _admin(visit)
    answers, words = await answers_of(request), spoken()
    for_ever = answers.one_of("kept", ("months", "always"), needed=words.gettext(NO_MONTHS)) == "always"
    months = None if for_ever else answers.number("months", 1, LONGEST, needed=words.gettext(NO_MONTHS))
    programme_id = answers.id("programme_id")
    if programme_id and programme_id not in await _programmes(request):
        answers.complain("programme_id", words.gettext(NO_PROGRAMME))
    if answers.problems:
        return await _shown(request, visit, answers)
    at, by = _premises(request), visit.caller
    await set_period(at.pool, by.tenant_id, programme_id, months, by=by.person_id, at=at.now())
    return to("/settings?told=kept")


def _admin(visit: Visit) -> None:
    """Raises `Forbidden` for anybody but administrators, and says where nobody has an account."""
    if visit.rights is None:
        raise no_accounts()
    allowed(visit.caller, "manage_retention")


def _premises(request: Asked) -> Premises:
    premises: Premises = request.app.state.premises
    return premises


async def _programmes(request: Asked) -> dict[UUID, str]:
    lines = await programme_list_of(request.app.state, request.scope).all()
    return {one.programme_id: one.name for one in lines}


async def _restricted(request: Asked, visit: Visit) -> int:
    """How many journeys of the organisation are stopped; of which nothing else is told."""
    tenant_id = visit.caller.tenant_id
    if visit.rights is None:
        return 0
    found = await request.app.state.case_list.desk(None, ended=True, tenant_id=tenant_id, named=False)
    return len(await visit.rights.restrictions.among(tenant_id, [one.journey_id for one in found]))


async def _shown(request: Asked, visit: Visit, answers: Answers, receipt: str | None = None) -> Page:
    _admin(visit)
    at, tenant_id = _premises(request), visit.caller.tenant_id
    programmes, due = await _programmes(request), await listed(at, tenant_id)
    periods = await periods_of(at.pool, tenant_id)
    shown = Settings(
        organisation=await accounts_of(request).organisation(tenant_id),
        periods=tuple(
            (programmes.get(one.programme_id) if one.programme_id else None, one) for one in periods
        ),
        listed=tuple(due),
        late=any(one.state == "late" for one in due),
        providers=tuple(await provider_of_people(request).providers.all_of(tenant_id)),
        restricted=await _restricted(request, visit),
        programmes=programmes,
    )
    return page(
        "administration/settings.html",
        status=answers.status if answers.problems else HTTPStatus.OK,
        frame=visit.staff_frame("settings"),
        page=shown,
        answers=answers,
        receipt=spoken().gettext(receipt) if receipt else "",
    )


HANDLERS = (settings, rename, keep_for)
