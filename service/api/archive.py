"""Everything that is kept about the client and her journey, in one file for her to take with her."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Stream

from service.api.query_parameters import check_query
from service.api.request_body import ZIP_MEDIA_TYPE, require_accept
from service.http.dependencies import JourneysDependency
from service.personal_data.archive.archive_files import archive_zip


async def _asked_for_a_file(request: Request[Any, Any, Any]) -> None:
    require_accept(request.headers.get("accept", "*/*").encode(), ZIP_MEDIA_TYPE)
    check_query(request)


@get("/journeys/{journey_id:uuid}/archive", media_type=ZIP_MEDIA_TYPE, before_request=_asked_for_a_file)
async def download_archive(journeys: JourneysDependency, journey_id: FromPath[UUID]) -> Stream:
    """The archive of a journey; that it was taken out is noted where its client can read it."""
    material = await journeys.archive_material(journey_id)
    # Packed in another thread, a piece at a time, while others are answered.
    return Stream(
        archive_zip(material),
        media_type=ZIP_MEDIA_TYPE,
        headers={"content-disposition": f'attachment; filename="soundings-{journey_id}.zip"'},
    )
