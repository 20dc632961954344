"""The unions of the events of a journey, in their present and their earlier stored forms.

The tags are the storage format: they never change. A changed event gets a new version under a tag such as
`ContactAdded.2`; the old class stays in `StoredJourneyEvent`, and an upcast in `UPCASTS` leads it to the next version.
"""

from collections.abc import Callable, Mapping
from typing import Any

from domain.journey.events.agreements import AgreementEvent
from domain.journey.events.alerts import AlertEvent
from domain.journey.events.allies import AllyEvent
from domain.journey.events.answers import AnswerEvent
from domain.journey.events.assessments import AssessmentNoted
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.coaches import CoachEvent
from domain.journey.events.consents import ArmAssigned, ConsentEvent
from domain.journey.events.course import CourseSettingEvent
from domain.journey.events.deputies import DeputyEvent
from domain.journey.events.endings import EndingEvent
from domain.journey.events.evidence import CriterionNamed, EvidenceEvent
from domain.journey.events.experiments import ExperimentEvent
from domain.journey.events.feedback import FeedbackEvent
from domain.journey.events.gaps import GapEvent
from domain.journey.events.insights import InsightNamed
from domain.journey.events.intake import IntakeEvent
from domain.journey.events.market import MarketEvent
from domain.journey.events.network import ContactAddedV1, NetworkEvent
from domain.journey.events.notes import NoteEvent
from domain.journey.events.offers import OfferDeclined
from domain.journey.events.opinions import OpinionEvent
from domain.journey.events.pitches import PitchEvent
from domain.journey.events.pulses import PulseEvent
from domain.journey.events.quests import QuestEvent
from domain.journey.events.refusals import RefusalEvent
from domain.journey.events.roles import RoleEvent
from domain.journey.events.sight import SightEvent
from domain.journey.events.skills import SkillJudged
from domain.journey.events.start import StartEvent
from domain.journey.events.stories import StoryEvent
from domain.journey.events.suggestions import SuggestionOffered
from domain.journey.events.vision import VisionEvent
from domain.journey.events.weeks import WeekEvent

JourneyEvent = (
    StartEvent
    | IntakeEvent
    | VisionEvent
    | StoryEvent
    | AssessmentNoted
    | RoleEvent
    | OpinionEvent
    | NetworkEvent
    | AllyEvent
    | MarketEvent
    | CriterionNamed
    | EvidenceEvent
    | GapEvent
    | SkillJudged
    | InsightNamed
    | ExperimentEvent
    | BeliefJudged
    | SuggestionOffered
    | PitchEvent
    | AnswerEvent
    | FeedbackEvent
    | RefusalEvent
    | OfferDeclined
    | WeekEvent
    | CoachEvent
    | CheckInHeld
    | NoteEvent
    | AgreementEvent
    | QuestEvent
    | AlertEvent
    | PulseEvent
    | CourseSettingEvent
    | SightEvent
    | DeputyEvent
    | ConsentEvent
    | ArmAssigned
    | EndingEvent
)
"""Every event of a journey that is no correction, in its current version.

Compare two of them with `operator.eq` and `operator.is_`: of `==` mypy compares every kind with every other, for seconds.
"""

StoredJourneyEvent = JourneyEvent | ContactAddedV1
"""The same in any version that was ever stored."""

UPCASTS: Mapping[type, Callable[[Any], Any]] = {ContactAddedV1: ContactAddedV1.upcast}
"""From the class of an old version to the function that makes the next version."""


def upcast_to_current(event: Any, upcasts: Mapping[type, Callable[[Any], Any]] = UPCASTS) -> Any:
    """Upcasts an event of any stored version to its current version."""
    while upcast := upcasts.get(event.__class__):
        event = upcast(event)
    return event
