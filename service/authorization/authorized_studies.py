"""Studies as one caller may see and change them: researchers draft, administrators approve, and others know of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.aggregate import CommandBatch
from domain.command import Command
from domain.errors import InvalidOperation, UnknownStudy
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
from domain.study.researchers import AddResearcher, RemoveResearcher
from domain.study.results import PublishResults, ReturnResults, SummariseResults
from service.accounts.accounts import Accounts
from service.accounts.caller import Caller
from service.application.aggregates import stream_id
from service.application.studies import (
    ListedStudy,
    Studies,
    StudyAttrition,
    StudyDefinition,
    definition_of,
    listed_study,
)
from service.authorization.actions import OrganisationAction
from service.authorization.authorized_programmes import require_role_for
from service.authorization.errors import Forbidden
from service.authorization.policy import JourneyAttributes, authorize
from service.authorization.study_access import NOT_LEADING, NOT_OF_STUDY, leads, require_work_on, works_on
from service.event_store.log import CommandResult

ACTIONS: Mapping[type[Command], OrganisationAction] = MappingProxyType(
    {
        DraftStudy: "manage_studies",
        ReviseStudy: "manage_studies",
        SubmitStudy: "manage_studies",
        CloseStudy: "manage_studies",
        AddResearcher: "manage_studies",
        RemoveResearcher: "manage_studies",
        SummariseResults: "manage_studies",
        ReturnStudy: "approve_studies",
        ApproveStudy: "approve_studies",
        ApproveExtract: "approve_studies",
        ReturnResults: "approve_studies",
        PublishResults: "approve_studies",
    }
)
"""Whose each command is."""


class StudyResearcher(Struct, frozen=True, kw_only=True):
    """Somebody who works on a study, or could."""

    researcher_id: UUID
    name: str | None
    """None when the name is not known any more."""


class StudyResearchers(Struct, frozen=True, kw_only=True):
    """Who works on a study, the first of whom leads it, and which other researchers there are."""

    study_id: UUID
    researchers: tuple[StudyResearcher, ...]
    others: tuple[StudyResearcher, ...]


class AuthorizedStudies:
    """The studies of the caller's organisation. Without accounts nobody can be added to one."""

    def __init__(self, caller: Caller, studies: Studies, accounts: Accounts | None = None) -> None:
        self._caller = caller
        self._studies = studies
        self._accounts = accounts

    def may(self, action: OrganisationAction) -> bool:
        """Whether the caller's roles include an action."""
        return authorize(self._caller, action, JourneyAttributes(tenant_id=self._caller.tenant_id)).allowed

    def leads(self, study: Study) -> bool:
        """Whether the caller may say who works on a study."""
        return leads(self._caller, study)

    def worked_on(self, study: Study) -> bool:
        """Whether the caller drafted, revised or submitted a study, and so may not approve it."""
        return self._caller.person_id in study.authors

    def wrote_results(self, study: Study) -> bool:
        """Whether the caller wrote the summary that waits, and so may not publish it."""
        return self._caller.person_id in study.results.authors

    def today(self) -> date:
        """The date that studies go by."""
        return self._studies.today()

    async def all(self) -> list[ListedStudy]:
        """Every study, the newest first; of those that the caller does not work on, what everybody may know.

        Raises `Forbidden`.
        """
        require_role_for(self._caller, "read_studies")
        found = await self._studies.get_all(tenant_id=self._caller.tenant_id)
        return [self._listed(study_id, study) for study_id, study in found.items()]

    async def listed(self, study_id: UUID) -> ListedStudy:
        """One of them. Raises `Forbidden`, `UnknownStudy`."""
        return (await self.look_up(study_id))[0]

    async def look_up(self, study_id: UUID) -> tuple[ListedStudy, Study | None]:
        """One of them, and all of it if the caller works on it. Raises `Forbidden`, `UnknownStudy`."""
        require_role_for(self._caller, "read_studies")
        found = await self._studies.get(study_id, tenant_id=self._caller.tenant_id)
        listed = self._listed(study_id, found)
        return listed, found if listed.definition else None

    async def published_definition(self, study_id: UUID) -> StudyDefinition:
        """An approved study, whoever works on it. Raises `Forbidden`, and `UnknownStudy` if it was never approved."""
        require_role_for(self._caller, "read_studies")
        found = await self._studies.definition(study_id, tenant_id=self._caller.tenant_id)
        if not found.approved_on:
            raise UnknownStudy("There is no such study.")
        return found

    async def published(self) -> list[StudyDefinition]:
        """The studies that were approved, for everybody in the organisation: what is asked of whom is no secret."""
        found = await self._studies.all(tenant_id=self._caller.tenant_id)
        return [one for one in found if one.approved_on]

    async def get(self, study_id: UUID) -> Study:
        """A study that the caller works on, as it is now. Raises `Forbidden`, `UnknownStudy`."""
        require_role_for(self._caller, "read_studies")
        found = await self._studies.get(study_id, tenant_id=self._caller.tenant_id)
        require_work_on(self._caller, "read_studies", found)
        return found

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

    async def attritions(self, studies: Iterable[StudyDefinition]) -> dict[UUID, StudyAttrition]:
        """The same of several studies that the caller was given. Raises `Forbidden`."""
        require_role_for(self._caller, "read_studies")
        return await self._studies.attritions(studies, tenant_id=self._caller.tenant_id)

    async def count_of_research(self) -> StudyAttrition:
        """How many journeys there are, agree to research, and withdrew, in fives. Raises `Forbidden`."""
        require_role_for(self._caller, "read_studies")
        return await self._studies.count_of_research(tenant_id=self._caller.tenant_id)

    async def researchers(self, study_id: UUID, known: Study | None = None) -> StudyResearchers:
        """Who works on a study, and who could; a `known` study is not read again. Raises `Forbidden`, `UnknownStudy`."""
        study, tenant_id = known or await self.get(study_id), self._caller.tenant_id
        if self._accounts is None:
            names, everybody = dict[UUID, str](), dict[UUID, str]()
        else:
            names = await self._accounts.names_of(tenant_id, study.researchers)
            everybody = await self._accounts.list_researchers(tenant_id)
        return StudyResearchers(
            study_id=study_id,
            researchers=tuple(
                StudyResearcher(researcher_id=one, name=names.get(one)) for one in study.researchers
            ),
            others=tuple(
                StudyResearcher(researcher_id=one, name=name)
                for one, name in everybody.items()
                if one not in study.researchers
            ),
        )

    async def submit(self, study_id: UUID, batch: CommandBatch) -> CommandResult:
        """Executes a batch in the caller's name. Raises `Forbidden` and what `CommandHandler.execute` raises."""
        for command in batch.commands:
            require_role_for(self._caller, ACTIONS[type(command)])
        await self._require_concerned(study_id, batch)
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

    async def _require_concerned(self, study_id: UUID, batch: CommandBatch) -> None:
        """Raises `Forbidden` unless the caller works on the study, if there is one; and for strangers to be added to it."""
        try:
            known = await self._studies.get(study_id, tenant_id=self._caller.tenant_id)
        except UnknownStudy:
            known = None
        for place, command in enumerate(batch.commands):
            if known and not works_on(self._caller, known):
                raise Forbidden(NOT_OF_STUDY)
            naming = isinstance(command, AddResearcher | RemoveResearcher)
            if known and naming and not leads(self._caller, known):
                raise Forbidden(NOT_LEADING)
            if isinstance(command, AddResearcher):
                await self._require_researcher(command.researcher_id, place)

    async def _require_researcher(self, person_id: UUID, place: int) -> None:
        found = await self._accounts.list_researchers(self._caller.tenant_id) if self._accounts else {}
        if person_id not in found:
            error = InvalidOperation(
                "There is no such researcher here.", field="researcher_id", allowed="the id of a researcher"
            )
            error.command = place
            raise error

    def _listed(self, study_id: UUID, study: Study) -> ListedStudy:
        return listed_study(study_id, study, whole=works_on(self._caller, study))
