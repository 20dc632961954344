"""The archive of a journey: all data about it and its client, in one file to take along."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.openapi import ResponseSpec
from litestar.params import FromPath
from litestar.response import Stream

from service.api.openapi.operations import JOURNEY_PROBLEMS, problem_responses
from service.api.query_parameters import check_query
from service.api.request_body import ZIP_MEDIA_TYPE, require_accept
from service.http.dependencies import DataSubjectRequestsDependency
from service.personal_data.archive.archive_files import archive_zip


async def _check_request(request: Request[Any, Any, Any]) -> None:
    require_accept(request.headers.get("accept", "*/*").encode(), ZIP_MEDIA_TYPE)
    check_query(request)


ARCHIVE_RESPONSE = ResponseSpec(
    bytes, description="The archive, a ZIP file.", media_type=ZIP_MEDIA_TYPE, generate_examples=False
)


@get(
    "/journeys/{journey_id:uuid}/archive",
    media_type=ZIP_MEDIA_TYPE,
    before_request=_check_request,
    tags=["sight"],
    responses={HTTPStatus.OK: ARCHIVE_RESPONSE, **problem_responses(*JOURNEY_PROBLEMS)},
)
async def download_archive(
    data_subject_requests: DataSubjectRequestsDependency, journey_id: FromPath[UUID]
) -> Stream:
    """Everything stored about the journey and its client, as a ZIP file for the client.

    A page to read in the client's language, every entry, the views, consents, the access log, the data of the account,
    and a codebook. The export itself is recorded in the access log.
    """
    material = await data_subject_requests.archive_material(journey_id)
    # Packed in another thread, a piece at a time, while others are answered.
    return Stream(
        archive_zip(material),
        media_type=ZIP_MEDIA_TYPE,
        headers={"content-disposition": f'attachment; filename="soundings-{journey_id}.zip"'},
    )
