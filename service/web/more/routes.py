"""More: the way to what is not needed every day."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath

from service.web.page_context import PageContextDependency
from service.web.rendering import HtmlResponse, render_page


@get("/journeys/{journey_id:uuid}/more", name="more")
async def more(context: PageContextDependency, journey_id: FromPath[UUID]) -> HtmlResponse:
    """The game, who sees what, the account."""
    folded = await context.load("read_page", journey_id)
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "more/more.html",
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
        ),
    )


HANDLERS = (more,)
