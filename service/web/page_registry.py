"""The list of all pages: each a package with its route handlers and templates, under one router."""

from litestar import Router
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from domain.errors import UnknownJourney
from service.authorization.errors import Forbidden
from service.web import language_routes, live_updates, pwa
from service.web.about_you import routes as about_you
from service.web.administration import routes as administration
from service.web.administration import settings_routes
from service.web.agenda import routes as agenda
from service.web.coach_client import check_in_routes, offer_routes
from service.web.coach_client import role_routes as coach_client_role
from service.web.coach_client import routes as coach_client
from service.web.desk import cover_routes, discovery_routes
from service.web.desk import routes as desk
from service.web.ending import routes as ending
from service.web.error_pages import error_page
from service.web.experiments import routes as experiments
from service.web.game import routes as game
from service.web.getting_started import routes as getting_started
from service.web.history import entry_routes
from service.web.history import routes as history
from service.web.log import routes as log
from service.web.map import discovery_routes as discovery_map
from service.web.map import routes as map_routes
from service.web.more import routes as more
from service.web.near_roles import quality_routes
from service.web.near_roles import routes as near_roles
from service.web.page_context import PAGE_DEPENDENCIES
from service.web.people import forget_routes
from service.web.people import routes as people
from service.web.pitch import routes as pitch
from service.web.privacy import restriction_routes
from service.web.privacy import routes as privacy
from service.web.profile import gap_routes, new_item_routes, role_routes, unknown_role_routes
from service.web.profile import routes as profile
from service.web.programmes import routes as programmes
from service.web.refusals import call_routes
from service.web.refusals import routes as refusals
from service.web.replay import routes as replay
from service.web.reply_links import ask_routes, guest_routes, reading_routes
from service.web.reveal import routes as reveal
from service.web.roles import routes as roles
from service.web.studies import analysis_routes, export_routes, kit_routes, result_routes
from service.web.studies import routes as studies
from service.web.week import close_routes, plan_routes
from service.web.week import routes as week

PAGE_HANDLERS: tuple[HTTPRouteHandler, ...] = (
    *language_routes.HANDLERS,
    *pwa.HANDLERS,
    *live_updates.HANDLERS,
    *desk.HANDLERS,
    *discovery_routes.HANDLERS,
    *cover_routes.HANDLERS,
    *programmes.HANDLERS,
    *studies.HANDLERS,
    *kit_routes.HANDLERS,
    *analysis_routes.HANDLERS,
    *export_routes.HANDLERS,
    *result_routes.HANDLERS,
    *replay.HANDLERS,
    *administration.HANDLERS,
    *settings_routes.HANDLERS,
    *coach_client.HANDLERS,
    *check_in_routes.HANDLERS,
    *offer_routes.HANDLERS,
    *coach_client_role.HANDLERS,
    *week.HANDLERS,
    *close_routes.HANDLERS,
    *plan_routes.HANDLERS,
    *log.HANDLERS,
    *reveal.HANDLERS,
    *more.HANDLERS,
    *profile.HANDLERS,
    *role_routes.HANDLERS,
    *new_item_routes.HANDLERS,
    *roles.HANDLERS,
    *gap_routes.HANDLERS,
    *map_routes.HANDLERS,
    *discovery_map.HANDLERS,
    *near_roles.HANDLERS,
    *quality_routes.HANDLERS,
    *unknown_role_routes.HANDLERS,
    *refusals.HANDLERS,
    *call_routes.HANDLERS,
    *agenda.HANDLERS,
    *experiments.HANDLERS,
    *history.HANDLERS,
    *entry_routes.HANDLERS,
    *people.HANDLERS,
    *forget_routes.HANDLERS,
    *pitch.HANDLERS,
    *game.HANDLERS,
    *privacy.HANDLERS,
    *restriction_routes.HANDLERS,
    *about_you.HANDLERS,
    *ending.HANDLERS,
    *getting_started.HANDLERS,
    *guest_routes.HANDLERS,
    *ask_routes.HANDLERS,
    *reading_routes.HANDLERS,
)


def pages_router() -> Router:
    """One router for the handlers of every page."""
    return Router(
        path="/",
        route_handlers=[*PAGE_HANDLERS],
        dependencies=PAGE_DEPENDENCIES,
        exception_handlers={
            UnknownJourney: error_page,
            Forbidden: error_page,
            HTTPException: error_page,
            Exception: error_page,
        },
        include_in_schema=False,
    )
