"""The rooms of the pages: each a package with its handlers and templates, all entered the same way."""

from litestar import Router
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from domain.errors import UnknownJourney
from service.clock import Now, utc_now
from service.rights.refusals import Forbidden
from service.web import installing, language, live
from service.web.about_you import routes as about_you
from service.web.agenda import routes as agenda
from service.web.beginning import routes as beginning
from service.web.client import offers, talks
from service.web.client import routes as client
from service.web.data import routes as data
from service.web.data import stopping
from service.web.desk import routes as desk
from service.web.desk import tips
from service.web.experiments import routes as experiments
from service.web.game import routes as game
from service.web.history import entry_routes as entry
from service.web.history import routes as history
from service.web.log import routes as log
from service.web.more import routes as more
from service.web.office import people as office
from service.web.office import settings
from service.web.people import forgetting
from service.web.people import routes as people
from service.web.profile import adding, gap, role
from service.web.profile import routes as profile
from service.web.programmes import routes as programmes
from service.web.refusals import routes as refusals
from service.web.studies import routes as studies
from service.web.trouble import trouble_page
from service.web.visit import visit_provider
from service.web.week import planning
from service.web.week import routes as week

ROOMS: tuple[HTTPRouteHandler, ...] = (
    *language.HANDLERS,
    *installing.HANDLERS,
    *live.HANDLERS,
    *desk.HANDLERS,
    *tips.HANDLERS,
    *programmes.HANDLERS,
    *studies.HANDLERS,
    *office.HANDLERS,
    *settings.HANDLERS,
    *client.HANDLERS,
    *talks.HANDLERS,
    *offers.HANDLERS,
    *week.HANDLERS,
    *planning.HANDLERS,
    *log.HANDLERS,
    *more.HANDLERS,
    *profile.HANDLERS,
    *role.HANDLERS,
    *adding.HANDLERS,
    *gap.HANDLERS,
    *refusals.HANDLERS,
    *agenda.HANDLERS,
    *experiments.HANDLERS,
    *history.HANDLERS,
    *entry.HANDLERS,
    *people.HANDLERS,
    *forgetting.HANDLERS,
    *game.HANDLERS,
    *data.HANDLERS,
    *stopping.HANDLERS,
    *about_you.HANDLERS,
    *beginning.HANDLERS,
)


def rooms_router(now: Now = utc_now) -> Router:
    """Every room, behind one way in."""
    return Router(
        path="/",
        route_handlers=[*ROOMS],
        dependencies={"visit": visit_provider(now)},
        exception_handlers={
            UnknownJourney: trouble_page,
            Forbidden: trouble_page,
            HTTPException: trouble_page,
            Exception: trouble_page,
        },
        include_in_schema=False,
    )
