"""Studies: drafted by researchers, approved by administrators, and counted so that nobody is told of."""

from datetime import date
from typing import Annotated, cast
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, JSONBody
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Meta, Struct

from domain.aggregate import CommandBatch
from domain.study.commands import StudyCommand
from domain.study.events import ResultsReturned, StudyReturned, StudySummary
from service.api.commands import JSON_ENCODER, MAX_COMMANDS, send_created
from service.api.examples import STUDY_EXAMPLES
from service.api.journey_queries import WAIT_SECONDS, position_not_reached
from service.api.openapi.operations import (
    COMMAND_PROBLEMS,
    LIST_PROBLEMS,
    STUDY_PROBLEMS,
    operation_with_examples,
    problem_responses,
)
from service.api.query_parameters import WaitForPosition
from service.api.request_body import BodyDecoder, read_json_body
from service.application.studies import ListedStudy, StudyAttrition, StudyDefinition
from service.authorization.authorized_studies import StudyResearchers
from service.http.dependencies import (
    ProgressDependency,
    StudiesDependency,
    get_caller,
    get_services,
    get_studies,
)
from service.research.study_variables import require_known_variables


class StudyCommands(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Commands about a study, recorded together or not at all under one id."""

    command_id: UUID
    commands: Annotated[tuple[StudyCommand, ...], Meta(min_length=1, max_length=MAX_COMMANDS)]


class RecordedStudyCommands(Struct, frozen=True, kw_only=True):
    """What was recorded: `events` is how many events, 0 if nothing had to change. Pass `position` as `wait_for` to read it."""

    study_id: UUID
    command_id: UUID
    version: int
    position: int
    events: int


class StudiesResponse(Struct, frozen=True, kw_only=True):
    """Every study, the newest first; whole for whoever works on it."""

    studies: list[ListedStudy]


class StudyHistoryLine(Struct, frozen=True, kw_only=True):
    """One thing that was done to a study: the name of the event, when, by whom, and the reason of a return."""

    type: str
    on: date
    by: UUID | None
    reason: str | None = None


class StudyHistory(Struct, frozen=True, kw_only=True):
    """Everything that was done to a study, in order."""

    study_id: UUID
    decisions: tuple[StudyHistoryLine, ...]


class StudyParticipantCounts(Struct, frozen=True, kw_only=True):
    """How many are asked, agree and withdrew, in fives; null where a group is too small to be shown."""

    study_id: UUID
    participants: StudyAttrition


class StudyResults(Struct, frozen=True, kw_only=True):
    """What came of a study, as it is told to those who took part."""

    study_id: UUID
    revision: int
    """How often the results were summarised; 0 for never."""
    waiting: tuple[StudySummary, ...]
    """What waits for somebody who did not write it."""
    returned: tuple[StudySummary, ...]
    """What was returned, until it is written anew."""
    published: tuple[StudySummary, ...]
    """What those who took part read now."""
    published_on: date | None


class PublishedStudies(Struct, frozen=True, kw_only=True):
    """The definitions of the approved studies, the newest first."""

    definitions: list[StudyDefinition]


def study_command_middleware(app: ASGIApp) -> ASGIApp:  # noqa: ARG001
    """Middleware that executes the commands of a request and answers 201, bypassing the handler, as for journeys."""
    decoder = BodyDecoder(StudyCommands)

    async def record(scope: Scope, receive: Receive, send: Send) -> None:
        data: StudyCommands = decoder.decode(await read_json_body(scope, receive))
        studies = get_studies(get_services(scope["litestar_app"].state), get_caller())
        study_id = cast("UUID", scope["path_params"]["study_id"])
        require_known_variables(data.commands)
        result = await studies.submit(study_id, CommandBatch.of(data.command_id, data.commands))
        recorded = RecordedStudyCommands(
            study_id=result.stream,
            command_id=result.command_id,
            version=result.version,
            position=result.position,
            events=result.events,
        )
        await send_created(send, JSON_ENCODER.encode(recorded))

    return record


@post(
    "/studies/{study_id:uuid}/commands",
    middleware=[study_command_middleware],
    tags=["studies"],
    operation_class=operation_with_examples(STUDY_EXAMPLES),
    responses=problem_responses(*STUDY_PROBLEMS, *COMMAND_PROBLEMS),
)
async def record_study_commands(data: JSONBody[StudyCommands]) -> RecordedStudyCommands:
    """Record commands about a study.

    A study starts with DraftStudy, under an id that the caller chooses. Whoever drafted, revised or submitted it does not
    approve or return it.
    """
    raise NotImplementedError(data)


@get("/studies", tags=["studies"], responses=problem_responses(*LIST_PROBLEMS))
async def list_studies(
    studies: StudiesDependency,
    progress: ProgressDependency,
    wait_for: WaitForPosition = None,
) -> StudiesResponse:
    """Every study, the newest first."""
    if wait_for is not None and not await progress.wait_for(wait_for, WAIT_SECONDS):
        raise position_not_reached(wait_for)
    return StudiesResponse(studies=await studies.all())


@get("/studies/definitions", tags=["studies"], responses=problem_responses(*LIST_PROBLEMS))
async def published_studies(studies: StudiesDependency) -> PublishedStudies:
    """The definitions of the approved studies, for everybody in the organisation: what is asked of whom is no secret."""
    return PublishedStudies(definitions=await studies.published())


@get("/studies/{study_id:uuid}", tags=["studies"], responses=problem_responses(*STUDY_PROBLEMS))
async def get_study(studies: StudiesDependency, study_id: FromPath[UUID]) -> StudyDefinition:
    """A study as it is stated now."""
    return await studies.definition(study_id)


@get("/studies/{study_id:uuid}/decisions", tags=["studies"], responses=problem_responses(*STUDY_PROBLEMS))
async def study_decisions(studies: StudiesDependency, study_id: FromPath[UUID]) -> StudyHistory:
    """What was done to a study, by whom, in order."""
    known = await studies.get(study_id)
    return StudyHistory(
        study_id=study_id,
        decisions=tuple(
            StudyHistoryLine(
                type=type(one.event).__name__,
                on=one.event.happened_on,
                by=one.by,
                reason=one.event.reason if isinstance(one.event, StudyReturned | ResultsReturned) else None,
            )
            for one in known.decisions
        ),
    )


@get("/studies/{study_id:uuid}/participants", tags=["studies"], responses=problem_responses(*STUDY_PROBLEMS))
async def study_participants(studies: StudiesDependency, study_id: FromPath[UUID]) -> StudyParticipantCounts:
    """How many clients are asked by a study, agree to it now, and withdrew.

    Numbers are in fives, and change only once five people more or fewer are counted; fewer than five, and none, are null.
    """
    return StudyParticipantCounts(study_id=study_id, participants=await studies.attrition(study_id))


@get("/studies/{study_id:uuid}/researchers", tags=["studies"], responses=problem_responses(*STUDY_PROBLEMS))
async def study_researchers(studies: StudiesDependency, study_id: FromPath[UUID]) -> StudyResearchers:
    """Who works on a study, the first of whom leads it, and which other researchers there are."""
    return await studies.researchers(study_id)


@get("/studies/{study_id:uuid}/results", tags=["studies"], responses=problem_responses(*STUDY_PROBLEMS))
async def study_results(studies: StudiesDependency, study_id: FromPath[UUID]) -> StudyResults:
    """What came of a study, as it is told to those who took part, and what of that waits for a second person."""
    known = (await studies.get(study_id)).results
    return StudyResults(
        study_id=study_id,
        revision=known.revision,
        waiting=known.waiting.summaries if known.waiting else (),
        returned=known.returned.summaries if known.returned else (),
        published=known.published.summaries if known.published else (),
        published_on=known.published_on,
    )
