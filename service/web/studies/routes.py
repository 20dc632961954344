"""Studies: consents, how far the log is, and what may be taken out."""

from collections.abc import AsyncIterator
from uuid import UUID

from litestar import get

from domain.journey.events.consents import ConsentsSlice
from service.authorization.errors import Forbidden
from service.authorization.policy import AuthorizationDecision
from service.container import Services
from service.http.dependencies import ServicesDependency
from service.localization.current_translator import current_translator
from service.web.page_context import PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, render_page
from service.web.studies.page import build_studies_page

BATCH_SIZE = 200


@get("/studies", name="studies")
async def studies(services: ServicesDependency, context: PageContextDependency) -> HtmlResponse:
    """How many agreed to research, and what may be taken out."""
    if "researcher" not in context.caller.roles:
        raise Forbidden(AuthorizationDecision(allowed=False, why="role_missing"))
    consents = [one async for one in _consents(services, context)]
    position = await context.journeys.head()
    return render_page(
        "studies/studies.html",
        layout=context.staff_layout("studies"),
        page=build_studies_page(consents, position, translator=current_translator()),
    )


async def _consents(services: Services, context: PageContext) -> AsyncIterator[ConsentsSlice]:
    """Those of every journey of the organisation that may be used, for sums only."""
    tenant_id, cursor = context.caller.tenant_id, None
    while True:
        found = await services.caseload.page(cursor, BATCH_SIZE, tenant_id=tenant_id, named=False)
        ids = [one.journey_id for one in found.cases]
        stopped: frozenset[UUID] = frozenset()
        if context.rights:
            stopped = await context.rights.restrictions.restricted_among(tenant_id, ids)
        known = await services.journeys.get_many(
            [one for one in ids if one not in stopped], tenant_id=tenant_id
        )
        for journey in known.values():
            yield journey.consents
        if (cursor := found.next) is None:
            return


HANDLERS = (studies,)
