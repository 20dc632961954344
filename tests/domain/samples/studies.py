"""Samples of a study's own events."""

from datetime import date
from typing import Any
from uuid import UUID

from domain.event_catalogue import AnyStoredEvent
from domain.study.events import (
    Arm,
    ExtractApproved,
    ResearcherAdded,
    ResearcherRemoved,
    ResultsPublished,
    ResultsReturned,
    ResultsSummarised,
    StudyApproved,
    StudyClosed,
    StudyDrafted,
    StudyDraftedV1,
    StudyInvitation,
    StudyReturned,
    StudyRevised,
    StudyRevisedV1,
    StudySubmitted,
    StudySummary,
)
from tests.domain.samples.ids import DAY, JOURNEY, STUDY

RESEARCHER = UUID("0a7c1e52-52a3-4a41-9d0c-3f6f0c1b7a10")
PROTOCOL: dict[str, Any] = {
    "happened_on": DAY,
    "title": "What clients learn of their chances",
    "question": "Do beliefs come nearer to what happens?",
    "plan": "Compare the forecast of each step with its answer.",
    "variables": ("forecasts.expected", "person_week.steps"),
    "starts_on": DAY,
    "ends_on": date(2026, 12, 31),
    "who": "Everybody who looks for work.",
    "tracks": ("curative",),
    "programmes": (JOURNEY,),
    "registry_id": "OSF 4kq2p",
    "legal_ground": "public_interest",
    "access": "extract",
    "invitation": (StudyInvitation(language="sv", text="F\u00e5r vi l\u00e4sa din resa?"),),
    "arms": (Arm(name="usual", share=40), Arm(name="early", share=60)),
    "draw": "by_programme_first",
}
STUDIES: tuple[AnyStoredEvent, ...] = (
    StudyDraftedV1(**PROTOCOL),
    StudyRevisedV1(**PROTOCOL | {"registry_id": "OSF 5kq2p"}),
    StudyDrafted(**PROTOCOL, language="en"),
    StudyRevised(**PROTOCOL | {"registry_id": "OSF 5kq2p"}, language="nl"),
    StudySubmitted(happened_on=DAY),
    StudyReturned(happened_on=DAY, reason="Whom do you ask?"),
    StudyApproved(happened_on=DAY, seed=STUDY),
    ExtractApproved(happened_on=DAY),
    StudyClosed(happened_on=DAY),
    ResearcherAdded(happened_on=DAY, researcher_id=RESEARCHER),
    ResearcherRemoved(happened_on=DAY, researcher_id=RESEARCHER),
    ResultsSummarised(
        happened_on=DAY, summaries=(StudySummary(language="sv", text="Gissningarna blev b\u00e4ttre."),)
    ),
    ResultsReturned(happened_on=DAY, reason="Say it shorter."),
    ResultsPublished(happened_on=DAY, revision=2),
)
