"""The dummy kit of a study, to download."""

from http import HTTPStatus
from uuid import UUID

import msgspec
from litestar import MediaType, Response, get
from litestar.params import FromPath
from litestar.response import File

from domain.errors import UnknownStudy
from service.http.dependencies import StudiesDependency
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.research.dummy_kits import DummyKits, KitNotMade
from service.research.tools import ResearchToolsMissing
from service.web.error_pages import PageError
from service.web.studies.lookup import no_such_study

NO_KIT_TITLE = gettext_noop("These files cannot be made here")
NO_KIT_TEXT = gettext_noop(
    "Whoever runs the service has to install the research tools. The command on the page of the study makes them, too."
)
BACK_TO_STUDY = gettext_noop("Back to the study")
KITS = DummyKits()
ZIP_MEDIA_TYPE = "application/zip"


@get("/studies/{study_id:uuid}/dummy.zip", name="dummy_kit", media_type=ZIP_MEDIA_TYPE)
async def dummy_kit(studies: StudiesDependency, study_id: FromPath[UUID]) -> File:
    """The dummy kit of an approved study: made-up people, in files of the same form."""
    try:
        definition = await studies.published_definition(study_id)
    except UnknownStudy:
        raise no_such_study() from None
    try:
        path = await KITS.zip_of(definition)
    except (ResearchToolsMissing, KitNotMade):
        translator = current_translator()
        raise PageError(
            translator.gettext(NO_KIT_TEXT),
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            title=translator.gettext(NO_KIT_TITLE),
            href=f"/studies/{study_id}",
            link=translator.gettext(BACK_TO_STUDY),
        ) from None
    return File(path, filename=f"dummy-{study_id}.zip", media_type=ZIP_MEDIA_TYPE)


@get("/studies/{study_id:uuid}/study.json", name="study_definition", media_type=MediaType.JSON)
async def study_definition(studies: StudiesDependency, study_id: FromPath[UUID]) -> Response[bytes]:
    """The definition of an approved study, for kits of any size on a machine of one's own."""
    try:
        definition = await studies.published_definition(study_id)
    except UnknownStudy:
        raise no_such_study() from None
    content = msgspec.json.format(msgspec.json.encode(definition)) + b"\n"
    return Response(content, headers={"content-disposition": 'attachment; filename="study.json"'})


HANDLERS = (dummy_kit, study_definition)
