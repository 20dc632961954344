"""The analyses of studies as one caller may see, run and decide on them, by role."""

from uuid import UUID

from service.accounts.caller import Caller
from service.application.studies import Studies
from service.authorization.actions import OrganisationAction
from service.authorization.authorized_programmes import require_role_for
from service.authorization.policy import JourneyAttributes, authorize
from service.authorization.study_access import require_work_on, works_on
from service.research.analyses import Analyses, OwnAnalysis
from service.research.release_checks import without_figures
from service.research.storage.analyses import Analysis


class NoAnalysesHere(Exception):
    """Raised where no analysis can be run: the service has no keys to make pseudonyms with."""


class AuthorizedAnalyses:
    """The analyses of the studies of the caller's organisation."""

    def __init__(
        self,
        caller: Caller,
        studies: Studies,
        analyses: Analyses | None,
    ) -> None:
        self._caller, self._studies, self._analyses = caller, studies, analyses

    @property
    def is_possible(self) -> bool:
        """Whether analyses can be run here at all, as far as keys go."""
        return self._analyses is not None

    def may(self, action: OrganisationAction) -> bool:
        """Whether the caller's roles include an action."""
        return authorize(self._caller, action, JourneyAttributes(tenant_id=self._caller.tenant_id)).allowed

    def may_decide(self, analysis: Analysis) -> bool:
        """Whether the caller is a second person for a waiting analysis."""
        waits = analysis.state == "waiting" and analysis.asked_by != self._caller.person_id
        return waits and self.may("release_results")

    async def of_study(self, study_id: UUID, *, is_known: bool = False) -> list[Analysis]:
        """The analyses of a study, the newest first; figures only of those that were released.

        A study that is known to be there is not looked for. Raises `Forbidden`, `UnknownStudy`.
        """
        require_role_for(self._caller, "read_studies")
        if not is_known:
            await self._require("read_studies", study_id)
        if self._analyses is None:
            return []
        found = await self._analyses.of_study(self._caller.tenant_id, study_id)
        return [without_figures(one) for one in reversed(found)]

    async def count_waiting(self) -> dict[UUID, int]:
        """By study how many wait for the caller as the second person. Raises `Forbidden`."""
        require_role_for(self._caller, "release_results")
        if self._analyses is None:
            return {}
        tenant_id = self._caller.tenant_id
        found = await self._analyses.count_waiting(tenant_id, self._caller.person_id)
        if not found:
            return {}
        studies = await self._studies.get_all(tenant_id=tenant_id)
        return {
            one: count
            for one, count in found.items()
            if one in studies and works_on(self._caller, studies[one])
        }

    async def get(self, study_id: UUID, analysis_id: UUID) -> Analysis:
        """One of them, with figures only if it was released. Raises `UnknownAnalysis` besides."""
        return without_figures(await self._found("read_studies", study_id, analysis_id))

    async def for_decision(self, study_id: UUID, analysis_id: UUID) -> tuple[Analysis, str | None]:
        """A waiting analysis for the second person: with what would be let out, and why it would not be, if so.

        There are no figures where it would not be. Raises `OwnAnalysis` besides.
        """
        found = await self._found("release_results", study_id, analysis_id)
        if found.asked_by == self._caller.person_id:
            raise OwnAnalysis
        if found.state != "waiting":
            return without_figures(found), None
        objection = await self._known().objection(self._caller.tenant_id, found)
        return (without_figures(found) if objection else found), objection

    async def ask(self, study_id: UUID, content: bytes, analysis_id: UUID | None = None) -> Analysis:
        """Puts an analysis in the queue. Raises `Forbidden`, `NoAnalysesHere` and what `Analyses.ask` raises."""
        await self._require("manage_studies", study_id)
        return without_figures(
            await self._known().ask(
                self._caller.tenant_id,
                study_id,
                content,
                by=self._caller.person_id,
                analysis_id=analysis_id,
            )
        )

    async def run(self, study_id: UUID, content: bytes) -> Analysis:
        """Computes an analysis, and waits for it. Raises `Forbidden`, `NoAnalysesHere` and what `Analyses.run` raises."""
        await self._require("manage_studies", study_id)
        by = self._caller
        return without_figures(await self._known().run(by.tenant_id, study_id, content, by=by.person_id))

    async def study_of(self, analysis_id: UUID) -> UUID:
        """The study that an analysis is of. Raises `Forbidden`, `UnknownAnalysis`, `NoAnalysesHere`."""
        require_role_for(self._caller, "read_studies")
        return await self._known().study_of(self._caller.tenant_id, analysis_id)

    async def cancel(self, study_id: UUID, analysis_id: UUID) -> Analysis:
        """Ends one that the caller asked for and that is not computed yet. Raises `Forbidden`, `AnalysisError`."""
        await self._found("manage_studies", study_id, analysis_id)
        return without_figures(
            await self._known().cancel(
                self._caller.tenant_id, study_id, analysis_id, by=self._caller.person_id
            )
        )

    def may_cancel(self, analysis: Analysis) -> bool:
        """Whether the caller asked for an analysis that is not computed yet."""
        return analysis.state == "running" and analysis.asked_by == self._caller.person_id

    async def release(self, study_id: UUID, analysis_id: UUID) -> Analysis:
        """Lets one out as the second person. Raises `Forbidden` and what `Analyses.release` raises."""
        await self._found("release_results", study_id, analysis_id)
        return without_figures(
            await self._known().release(self._caller.tenant_id, analysis_id, by=self._caller.person_id)
        )

    async def refuse(self, study_id: UUID, analysis_id: UUID, reason: str) -> Analysis:
        """Does not let one out. Raises `Forbidden` and what `Analyses.refuse` raises."""
        await self._found("release_results", study_id, analysis_id)
        refused = await self._known().refuse(
            self._caller.tenant_id, analysis_id, by=self._caller.person_id, reason=reason
        )
        return without_figures(refused)

    async def _found(self, action: OrganisationAction, study_id: UUID, analysis_id: UUID) -> Analysis:
        await self._require(action, study_id)
        return await self._known().get(self._caller.tenant_id, study_id, analysis_id)

    async def _require(self, action: OrganisationAction, study_id: UUID) -> None:
        """Raises `UnknownStudy`, and `Forbidden` unless the caller works on the study and may do this."""
        require_role_for(self._caller, action)
        study = await self._studies.get(study_id, tenant_id=self._caller.tenant_id)
        require_work_on(self._caller, action, study)

    def _known(self) -> Analyses:
        if self._analyses is None:
            raise NoAnalysesHere
        return self._analyses
