"""More: the way to what is not needed every day."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from service.web.page_context import PageContextDependency
from service.web.rendering import HtmlResponse, render_page


@get("/journeys/{journey_id:uuid}/more", name="more")
async def more(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """The game, who sees what, the account."""
    journey = await (await context.authorize("read_page", journey_id)).get()
    return render_page(
        "more/more.html",
        layout=context.client_layout(journey_id, journey, "more"),
        at=f"/journeys/{journey_id}",
    )


HANDLERS = (more,)
