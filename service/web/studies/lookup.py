"""Finds what an address of a study names, or the page that says it is not there; and the choices of its forms."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from domain.errors import UnknownStudy
from domain.study.aggregate import Study
from service.application.studies import ListedStudy
from service.authorization.authorized_studies import AuthorizedStudies
from service.container import Services
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.research.tables import TABLES
from service.web.error_pages import PageError
from service.web.page_context import PageContext

LASTS = timedelta(days=364)
"""How long a study lasts unless its draft says otherwise."""
NO_SUCH_STUDY_TITLE = gettext_noop("There is no such study")
NO_SUCH_STUDY_TEXT = gettext_noop("It may belong to another organisation, or the address may be mistyped.")
SEE_ALL_STUDIES = gettext_noop("See all studies")
CHOICES = tuple(
    (name, tuple((f"{name}.{column.name}", column.meaning) for column in table.columns))
    for name, table in TABLES.items()
)
"""The variables to choose from, by table, each with its meaning."""
VARIABLES = tuple(variable for _, columns in CHOICES for variable, _ in columns)


async def known_study(studies: AuthorizedStudies, study_id: UUID) -> Study:
    """A study that the reader works on, or the page that says it is not there."""
    try:
        return await studies.get(study_id)
    except UnknownStudy:
        raise no_such_study() from None


async def study_in_list(studies: AuthorizedStudies, study_id: UUID) -> tuple[ListedStudy, Study | None]:
    """A study as the reader may know it, and all of it for who works on it; or the page that says it is not there."""
    try:
        return await studies.look_up(study_id)
    except UnknownStudy:
        raise no_such_study() from None


def no_such_study() -> PageError:
    """The page for a study that is not there."""
    translator = current_translator()
    return PageError(
        translator.gettext(NO_SUCH_STUDY_TEXT),
        status=HTTPStatus.NOT_FOUND,
        title=translator.gettext(NO_SUCH_STUDY_TITLE),
        href="/studies",
        link=translator.gettext(SEE_ALL_STUDIES),
    )


async def programme_choices(services: Services, context: PageContext) -> list[tuple[str, str]]:
    """The programmes of the organisation, whose names a study needs to say whom it asks."""
    found = await services.programme_list.all(tenant_id=context.caller.tenant_id)
    return [(str(one.programme_id), one.name) for one in found]


async def names_of(context: PageContext, people: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """The names of people; where no accounts are kept, nobody has one."""
    if context.rights is None:
        return {}
    return await context.rights.clients.names_of(context.caller.tenant_id, {one for one in people if one})
