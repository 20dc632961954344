"""More: the way to what is not needed every day."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from service.http.dependencies import ServicesDependency
from service.localization.current_translator import current_translator
from service.web.page_context import PageContextDependency
from service.web.privacy.studies import load_study_questions
from service.web.rendering import HtmlResponse, render_page


@get("/journeys/{journey_id:uuid}/more", name="more")
async def more(
    services: ServicesDependency, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """The game, who sees what, the account; and a line on a study that asks, until it is answered.

    Only whoever lets researchers ask is led to it; the page of privacy shows it to everybody.
    """
    folded = await context.load("read_page", journey_id)
    studies = 0
    if folded.own:
        language = current_translator().language
        found = await load_study_questions(context, services.studies, journey_id, folded.journey, language)
        studies = len(found.open) if found.invited else 0
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "more/more.html",
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            studies=studies,
        ),
    )


HANDLERS = (more,)
