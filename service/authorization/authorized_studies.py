"""Studies as one caller may see and change them, by role: researchers draft, administrators approve."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from domain.aggregate import CommandBatch
from domain.command import Command
from domain.study.aggregate import Study
from domain.study.commands import (
    ApproveExtract,
    ApproveStudy,
    CloseStudy,
    DraftStudy,
    ReturnStudy,
    ReviseStudy,
    SubmitStudy,
)
from service.accounts.caller import Caller
from service.application.aggregates import stream_id
from service.application.studies import Studies, StudyAttrition, StudyDefinition, definition_of
from service.authorization.actions import OrganisationAction
from service.authorization.authorized_programmes import require_role_for
from service.authorization.policy import JourneyAttributes, authorize
from service.event_store.log import CommandResult

ACTIONS: Mapping[type[Command], OrganisationAction] = MappingProxyType(
    {
        DraftStudy: "manage_studies",
        ReviseStudy: "manage_studies",
        SubmitStudy: "manage_studies",
        CloseStudy: "manage_studies",
        ReturnStudy: "approve_studies",
        ApproveStudy: "approve_studies",
        ApproveExtract: "approve_studies",
    }
)
"""Whose each command is."""


class AuthorizedStudies:
    """The studies of the caller's organisation."""

    def __init__(self, caller: Caller, studies: Studies) -> None:
        self._caller = caller
        self._studies = studies

    def may(self, action: OrganisationAction) -> bool:
        """Whether the caller's roles include an action."""
        return authorize(self._caller, action, JourneyAttributes(tenant_id=self._caller.tenant_id)).allowed

    def worked_on(self, study: Study) -> bool:
        """Whether the caller drafted, revised or submitted a study, and so may not approve it."""
        return self._caller.person_id in study.authors

    def today(self) -> date:
        """The date that studies go by."""
        return self._studies.today()

    async def all(self) -> list[StudyDefinition]:
        """Every study, the newest first. Raises `Forbidden`."""
        require_role_for(self._caller, "read_studies")
        return await self._studies.all(tenant_id=self._caller.tenant_id)

    async def published(self) -> list[StudyDefinition]:
        """The studies that were approved, for everybody in the organisation: what is asked of whom is no secret."""
        found = await self._studies.all(tenant_id=self._caller.tenant_id)
        return [one for one in found if one.approved_on]

    async def get(self, study_id: UUID) -> Study:
        """A study as it is now. Raises `Forbidden`, `UnknownStudy`."""
        require_role_for(self._caller, "read_studies")
        return await self._studies.get(study_id, tenant_id=self._caller.tenant_id)

    async def definition(self, study_id: UUID) -> StudyDefinition:
        """A study as it is stated now. Raises `Forbidden`, `UnknownStudy`."""
        return definition_of(study_id, await self.get(study_id))

    async def attrition(self, study_id: UUID, known: StudyDefinition | None = None) -> StudyAttrition:
        """How many are asked, agree and withdrew, in fives; what is `known` of the study is not read again.

        Raises `Forbidden`, `UnknownStudy`.
        """
        require_role_for(self._caller, "read_studies")
        study = known or await self.definition(study_id)
        return await self._studies.attrition(study, tenant_id=self._caller.tenant_id)

    async def submit(self, study_id: UUID, batch: CommandBatch) -> CommandResult:
        """Executes a batch in the caller's name. Raises `Forbidden` and what `CommandHandler.execute` raises."""
        for command in batch.commands:
            require_role_for(self._caller, ACTIONS[type(command)])
        stream, actor_id = stream_id(self._caller.tenant_id, study_id), self._caller.person_id
        executed = await self._studies.commands.execute(stream, [batch], actor_id)
        return executed.results[batch.command_id]

    async def recorded_result(self, study_id: UUID, batch: CommandBatch) -> CommandResult | None:
        """The result of a batch of the caller's that was recorded before.

        Raises `CommandIdTaken`, `Forbidden`.
        """
        require_role_for(self._caller, "read_studies")
        stream = stream_id(self._caller.tenant_id, study_id)
        found = await self._studies.commands.recorded_results(stream, [batch], self._caller.person_id)
        return found.get(batch.command_id)
