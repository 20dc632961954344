"""The page for a step that an address names and that is not there."""

from http import HTTPStatus
from uuid import UUID

from domain.journey.events.experiments import ExperimentPlanned
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.error_pages import PageError
from service.web.page_context import PageContext

NOT_IN_THE_JOURNEY = gettext_noop("This step is not in your journey.")
WITHDRAWN_TITLE = gettext_noop("This entry was withdrawn.")
WITHDRAWN = gettext_noop("It is in your history.")
TO_THE_WEEK = gettext_noop("Go to this week")
TO_THE_HISTORY = gettext_noop("See your history")


async def missing_step(context: PageContext, journey_id: UUID, experiment_id: UUID) -> PageError:
    """The page for a step that is not there: it was withdrawn, or never was in this journey."""
    translator = current_translator()
    folded = await context.load("read_page", journey_id, events_after=0)
    if any(
        isinstance(one.event, ExperimentPlanned) and one.event.experiment_id == experiment_id
        for one in folded.events
    ):
        return PageError(
            translator.gettext(WITHDRAWN),
            status=HTTPStatus.GONE,
            title=translator.gettext(WITHDRAWN_TITLE),
            href=f"/journeys/{journey_id}/history",
            link=TO_THE_HISTORY,
        )
    return PageError(
        translator.gettext(NOT_IN_THE_JOURNEY),
        status=HTTPStatus.NOT_FOUND,
        title=translator.gettext("There is no such page"),
        href=f"/journeys/{journey_id}/week",
        link=TO_THE_WEEK,
    )
