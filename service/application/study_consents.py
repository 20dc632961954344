"""Consents to studies: only to an open one that asks the client, as it is worded now; with arms, one is drawn."""

from uuid import UUID

from domain.aggregate import CommandBatch
from domain.command import Command
from domain.errors import DomainError, InvalidOperation, UnknownStudy
from domain.journey.aggregate import Journey
from domain.journey.commands.consents import AssignArm, GiveConsent
from domain.journey.commands.corrections import CorrectEntry
from domain.study.aggregate import Study
from domain.study.draw import draw_arm
from service.application.aggregates import StreamId
from service.application.batch_results import BatchCompletion
from service.application.studies import Studies, definition_of, track_of

CONSENTING = GiveConsent | CorrectEntry
"""Commands that may give a consent to a study."""


def names_study(command: Command) -> bool:
    """Whether a command gives a consent to a study, or corrects one to that."""
    given = command.restated if isinstance(command, CorrectEntry) else command
    return isinstance(given, GiveConsent) and given.study_id is not None


class StudyConsents:
    """Checks the consents to studies that a batch on one journey gives, and adds the arms that are drawn for them."""

    def __init__(self, studies: Studies, stream: StreamId) -> None:
        self._studies = studies
        self._stream = stream

    def before(self, complete: BatchCompletion[Journey] | None) -> BatchCompletion[Journey]:
        """Checks a batch before it is completed: what was recorded earlier is not checked again."""

        async def check_and_complete(journey: Journey, batch: CommandBatch) -> CommandBatch:
            drawn: list[AssignArm] = []
            for place, command in enumerate(batch.commands):
                try:
                    drawn += await self._drawn(journey, command)
                except DomainError as error:
                    error.command = place
                    raise
            whole = batch.adding(after=drawn)
            return await complete(journey, whole) if complete else whole

        return check_and_complete

    async def _drawn(self, journey: Journey, command: Command) -> list[AssignArm]:
        """The arm that follows from a command, if one does. Raises `InvalidOperation` for a consent that is not asked for."""
        given = command.restated if isinstance(command, CorrectEntry) else command
        if not isinstance(given, GiveConsent) or given.study_id is None:
            return []
        if (
            given.study_id in {one.study_id for one in journey.consents.given.values()}
            and given is not command
        ):
            # A correction of something else about a consent to this study.
            return []
        study = await self._open_study(journey, given.study_id)
        if given.purpose != "research":
            raise InvalidOperation("A study is research.", field="purpose", allowed="research, or no study")
        if given.wording != study.revision:
            raise InvalidOperation(
                "The text about this study has changed. Read it again.",
                field="wording",
                allowed=str(study.revision),
            )
        if not study.protocol.arms or study.approved is None or given is not command:
            return []
        programme_id = None
        if study.protocol.draw == "by_programme_first":
            programmes = await self._studies.programmes_of(self._stream.tenant_id, self._stream.stream)
            programme_id = programmes[0] if programmes else None
        arm = draw_arm(study.approved.seed, self._stream.stream, study.protocol.arms, programme_id)
        return [
            AssignArm(
                happened_on=given.happened_on,
                consent_id=given.consent_id,
                study_id=given.study_id,
                arm=arm,
                draw=study.protocol.draw,
            )
        ]

    async def _open_study(self, journey: Journey, study_id: UUID) -> Study:
        try:
            study = await self._studies.get(study_id, tenant_id=self._stream.tenant_id)
        except UnknownStudy:
            raise _not_open() from None
        programmes = await self._studies.programmes_of(self._stream.tenant_id, self._stream.stream)
        definition = definition_of(study_id, study)
        if not study.is_open(self._studies.today()) or not definition.asks(track_of(journey), programmes):
            raise _not_open()
        return study


def _not_open() -> InvalidOperation:
    return InvalidOperation(
        "This study does not ask you now.", field="study_id", allowed="the id of an open study"
    )
