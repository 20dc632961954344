"""The exports of studies as one caller may see them, have them made and take them out, by role."""

from pathlib import Path
from uuid import UUID

from service.accounts.caller import Caller
from service.application.studies import Studies
from service.authorization.actions import OrganisationAction
from service.authorization.authorized_programmes import require_role_for
from service.authorization.authorizer import Authorizer
from service.authorization.policy import JourneyAttributes, authorize
from service.authorization.study_access import require_work_on
from service.research.export_making import AskedExport
from service.research.study_exports import StudyExport, StudyExports, UnknownExport

TAKE_OUT: OrganisationAction = "export_studies"


class NoExportsHere(Exception):
    """Raised where no export can be made: the service has no keys to make pseudonyms with."""


class AuthorizedExports:
    """The exports of the studies of the caller's organisation."""

    def __init__(
        self,
        caller: Caller,
        studies: Studies,
        exports: StudyExports | None,
        authorizer: Authorizer | None,
    ) -> None:
        self._caller, self._studies = caller, studies
        self._exports, self._authorizer = exports, authorizer

    @property
    def is_possible(self) -> bool:
        """Whether exports can be made here at all, as far as keys go."""
        return self._exports is not None

    def may_take_out(self) -> bool:
        """Whether the caller's roles include having exports made, and taking them out."""
        return authorize(self._caller, TAKE_OUT, JourneyAttributes(tenant_id=self._caller.tenant_id)).allowed

    def may_cancel(self, export: StudyExport) -> bool:
        """Whether an export waits or is made for the caller."""
        return export.state in {"waiting", "running"} and export.asked_by == self._caller.person_id

    async def of_study(self, study_id: UUID, *, is_known: bool = False) -> list[StudyExport]:
        """The exports of a study, the newest first. A study that is known to be there is not looked for.

        Raises `Forbidden`, `UnknownStudy`.
        """
        require_role_for(self._caller, "read_studies")
        if not is_known:
            await self._require("read_studies", study_id)
        if self._exports is None:
            return []
        return [*reversed(await self._exports.of_study(self._caller.tenant_id, study_id))]

    async def get(self, study_id: UUID, export_id: UUID) -> StudyExport:
        """One of them. Raises `Forbidden`, `UnknownStudy`, `UnknownExport`."""
        found = await self.of_study(study_id)
        for one in found:
            if one.export_id == export_id:
                return one
        raise UnknownExport

    async def ask(self, study_id: UUID, asked: AskedExport, export_id: UUID | None = None) -> StudyExport:
        """Has an export made. Raises `Forbidden`, `NoExportsHere` and what `StudyExports.ask` raises."""
        exports = await self._known(study_id)
        return await exports.ask(
            self._caller.tenant_id, study_id, asked, by=self._caller.person_id, export_id=export_id
        )

    async def cancel(self, study_id: UUID, export_id: UUID) -> StudyExport:
        """Ends one that waits or is made. Raises `Forbidden` and what `StudyExports.cancel` raises."""
        exports = await self._known(study_id)
        return await exports.cancel(self._caller.tenant_id, study_id, export_id, by=self._caller.person_id)

    async def take_out(self, study_id: UUID, export_id: UUID) -> Path:
        """The file of an export. Everybody in it reads in her access log who took it out, and when.

        Raises `Forbidden` and what `StudyExports.take_out` raises.
        """
        exports, by = await self._known(study_id), self._caller
        path, members = await exports.take_out(by.tenant_id, study_id, export_id, by=by.person_id)
        if self._authorizer:
            decision = authorize(by, TAKE_OUT, JourneyAttributes(tenant_id=by.tenant_id))
            for journey_id in sorted(members):
                self._authorizer.record_access(by, TAKE_OUT, journey_id, decision)
        return path

    async def _known(self, study_id: UUID) -> StudyExports:
        await self._require(TAKE_OUT, study_id)
        if self._exports is None:
            raise NoExportsHere
        return self._exports

    async def _require(self, action: OrganisationAction, study_id: UUID) -> None:
        """Raises `UnknownStudy`, and `Forbidden` unless the caller works on the study and may do this."""
        require_role_for(self._caller, action)
        study = await self._studies.get(study_id, tenant_id=self._caller.tenant_id)
        require_work_on(self._caller, action, study)
