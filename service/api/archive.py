"""Everything that is kept about the client and her journey, in one file for her to take with her."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Stream

from service.api.dependencies import Knows
from service.api.query_parameters import plain_query
from service.api.request_body import ZIP, takes
from service.personal_data.archive.archive_files import archive


async def _asked_for_a_file(request: Request[Any, Any, Any]) -> None:
    takes(request.headers.get("accept", "*/*").encode(), ZIP)
    plain_query(request)


@get("/journeys/{journey_id:uuid}/archive", media_type=ZIP, before_request=_asked_for_a_file)
async def journey_archive(journeys: Knows, journey_id: FromPath[UUID]) -> Stream:
    """The archive of a journey; that it was taken out is noted where its client can read it."""
    material = await journeys.material(journey_id)
    # Packed in another thread, a piece at a time, while others are answered.
    return Stream(
        archive(material),
        media_type=ZIP,
        headers={"content-disposition": f'attachment; filename="soundings-{journey_id}.zip"'},
    )
