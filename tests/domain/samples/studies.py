"""Samples of a study's own events."""

from datetime import date
from typing import Any

from domain.event_catalogue import AnyStoredEvent
from domain.study.events import (
    Arm,
    ExtractApproved,
    StudyApproved,
    StudyClosed,
    StudyDrafted,
    StudyInvitation,
    StudyReturned,
    StudyRevised,
    StudySubmitted,
)
from tests.domain.samples.ids import DAY, JOURNEY, STUDY

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
    StudyDrafted(**PROTOCOL),
    StudyRevised(**PROTOCOL | {"registry_id": "OSF 5kq2p"}),
    StudySubmitted(happened_on=DAY),
    StudyReturned(happened_on=DAY, reason="Whom do you ask?"),
    StudyApproved(happened_on=DAY, seed=STUDY),
    ExtractApproved(happened_on=DAY),
    StudyClosed(happened_on=DAY),
)
