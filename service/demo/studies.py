"""The studies of the demo: one that some of its clients agreed to, one that waits for approval, and one whose data may leave."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from domain.aggregate import CommandBatch
from domain.errors import UnknownStudy
from domain.journey.commands.consents import GiveConsent
from domain.study.aggregate import Study
from domain.study.commands import (
    ApproveExtract,
    ApproveStudy,
    ArmShare,
    DraftStudy,
    InvitationText,
    StudyCommand,
    SubmitStudy,
)
from service.application.aggregates import stream_id
from service.application.journeys import Journeys
from service.application.studies import Studies

LASTS = timedelta(days=365)
SHARE_AGREEING = 5
"""Of so many simulated clients all but one agree."""
CHANCES: Mapping[str, Any] = MappingProxyType(
    {
        "title": "What clients learn of their chances",
        "question": "Do guesses come nearer to what happens?",
        "plan": "Compare each guess before a step with its answer, by week. Then see how the chances that clients "
        "believe in move, and what moved them.",
        "variables": (
            "forecasts.about",
            "forecasts.forecast",
            "forecasts.outcome",
            "forecasts.week",
            "forecasts.forecast_code",
            "forecasts.outcome_code",
            "participants.weeks",
            "person_week.reported",
            "person_week.steps",
            "roles_weekly.appeal",
            "roles_weekly.odds",
            "roles_weekly.signals_in_week",
        ),
        "who": "Everybody who looks for work here.",
        "legal_ground": "consent",
        "invitation": (
            InvitationText(
                language="en",
                text="May we study what you guess before a step, and what came of it? We want to know "
                "how people learn of their chances.",
            ),
            InvitationText(
                language="nl",
                text="Mogen we onderzoeken wat je vooraf verwacht van een stap, en wat ervan kwam? "
                "We willen weten hoe mensen hun kansen leren kennen.",
            ),
            InvitationText(
                language="sv",
                text="F\u00e5r vi studera vad du gissar f\u00f6re ett steg, och vad det blev av det? "
                "Vi vill veta hur m\u00e4nniskor l\u00e4r k\u00e4nna sina chanser.",
            ),
            InvitationText(
                language="nb",
                text="Kan vi studere hva du gjetter f\u00f8r et steg, og hva som kom ut av det? "
                "Vi vil vite hvordan folk l\u00e6rer \u00e5 kjenne sjansene sine.",
            ),
        ),
    }
)
ENERGY: Mapping[str, Any] = MappingProxyType(
    {
        "title": "Energy and steps",
        "question": "Do people with more energy take more steps in the next week?",
        "plan": "Follow energy, dread and steps of each person by week.",
        "variables": (
            "experiments.kind",
            "experiments.outcome_day",
            "participants.weeks",
            "person_week.dread_after",
            "person_week.dread_before",
            "person_week.energy",
            "person_week.reported",
            "person_week.steps",
        ),
        "who": "Everybody who looks for work here.",
        "legal_ground": "consent",
        "access": "extract",
        "invitation": (
            InvitationText(
                language="en", text="May we study how your energy and your steps go together, week by week?"
            ),
            InvitationText(
                language="nl",
                text="Mogen we onderzoeken hoe je energie en je stappen samengaan, week na week?",
            ),
            InvitationText(
                language="sv",
                text="F\u00e5r vi studera hur din energi och dina steg h\u00e4nger ihop, vecka f\u00f6r vecka?",
            ),
            InvitationText(
                language="nb",
                text="Kan vi studere hvordan energien og stegene dine henger sammen, uke for uke?",
            ),
        ),
    }
)
WALKS: Mapping[str, Any] = MappingProxyType(
    {
        "title": "A reminder on Monday",
        "question": "Do people take more steps if they are reminded on Monday?",
        "plan": "Half of those who agree are reminded. Compare their steps a week.",
        "variables": ("participants.weeks", "person_week.reported", "person_week.steps"),
        "who": "Everybody who looks for work here.",
        "legal_ground": "consent",
        "access": "extract",
        "invitation": (
            InvitationText(language="en", text="May we remind you on Mondays, or not, by chance?"),
        ),
        "arms": (ArmShare(name="usual", share=50), ArmShare(name="reminded", share=50)),
    }
)


def study_of_chances(tenant_id: UUID) -> UUID:
    """The id of the study that clients take part in."""
    return uuid5(tenant_id, "study of chances")


class DemoStudies:
    """Sets up the studies, once, and lets clients agree."""

    def __init__(self, studies: Studies, journeys: Journeys) -> None:
        self._studies = studies
        self._journeys = journeys

    async def set_up(self, tenant_id: UUID, *, researcher_id: UUID, admin_id: UUID) -> UUID:
        """Drafts both studies, and approves the first; returns its id."""
        approved, waiting = study_of_chances(tenant_id), uuid5(tenant_id, "study of reminders")
        await self._submitted(tenant_id, waiting, WALKS, researcher_id)
        await self._approved(tenant_id, approved, CHANCES, researcher_id, admin_id)
        return approved

    async def set_up_extract(self, tenant_id: UUID, *, researcher_id: UUID, admin_id: UUID) -> UUID:
        """Sets up a study whose data may leave; returns its id."""
        study_id, day = uuid5(tenant_id, "study of energy"), self._studies.today()
        if await self._approved(tenant_id, study_id, ENERGY, researcher_id, admin_id):
            await self._tell(tenant_id, study_id, admin_id, ApproveExtract(happened_on=day))
        return study_id

    async def _approved(
        self, tenant_id: UUID, study_id: UUID, stated: Mapping[str, Any], researcher_id: UUID, admin_id: UUID
    ) -> bool:
        """Has a study approved; returns whether it was not before."""
        known = await self._submitted(tenant_id, study_id, stated, researcher_id)
        if known.state != "submitted":
            return False
        seed = uuid5(study_id, "arms")
        approval = ApproveStudy(happened_on=self._studies.today(), seed=seed)
        await self._tell(tenant_id, study_id, admin_id, approval)
        return True

    async def _submitted(
        self, tenant_id: UUID, study_id: UUID, stated: Mapping[str, Any], researcher_id: UUID
    ) -> Study:
        try:
            return await self._studies.get(study_id, tenant_id=tenant_id)
        except UnknownStudy:
            day = self._studies.today()
            drafted = DraftStudy(**stated, happened_on=day, starts_on=day, ends_on=day + LASTS)
            await self._tell(tenant_id, study_id, researcher_id, drafted, SubmitStudy(happened_on=day))
            return await self._studies.get(study_id, tenant_id=tenant_id)

    async def agree(self, tenant_id: UUID, study_id: UUID, clients: Mapping[UUID, UUID]) -> None:
        """Lets clients agree to a study: by journey, who records it."""
        for journey_id, person_id in clients.items():
            journey = await self._journeys.get(journey_id, tenant_id=tenant_id)
            consent_id = uuid5(journey_id, f"study {study_id}")
            if consent_id in journey.consents.given:
                continue
            given = GiveConsent(
                happened_on=self._journeys.today(journey),
                consent_id=consent_id,
                purpose="research",
                wording=1,
                study_id=study_id,
            )
            batch = CommandBatch.of(consent_id, (given,))
            await self._journeys.commands.execute(stream_id(tenant_id, journey_id), [batch], person_id)

    async def most_of(self, tenant_id: UUID, journeys: Iterable[UUID]) -> dict[UUID, UUID]:
        """All but one of five simulated journeys, each with who records it."""
        found: dict[UUID, UUID] = {}
        for place, journey_id in enumerate(sorted(journeys)):
            if place % SHARE_AGREEING:
                events = await self._journeys.recorded_events(journey_id, tenant_id=tenant_id)
                if by := events[0].actor_id:
                    found[journey_id] = by
        return found

    async def _tell(self, tenant_id: UUID, study_id: UUID, by: UUID, *commands: StudyCommand) -> None:
        batch = CommandBatch.of(uuid5(study_id, type(commands[0]).__name__), commands)
        await self._studies.commands.execute(stream_id(tenant_id, study_id), [batch], by)
