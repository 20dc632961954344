"""Samples of a programme's own events."""

from domain.event_catalogue import AnyStoredEvent
from domain.programme.events import (
    CoachJoined,
    CoachLeft,
    EnrolmentEnded,
    JourneyEnrolled,
    ProgrammeAdjusted,
    ProgrammeOpened,
    QuestsChosen,
    StanceQuestionsSet,
)
from tests.domain.samples.ids import COACH, DAY, JOURNEY

PROGRAMMES: tuple[AnyStoredEvent, ...] = (
    ProgrammeOpened(
        happened_on=DAY,
        name="Nieuwe koers",
        tracks=("curative", "preventive"),
        languages=("nl", "sv"),
        time_zone="Europe/Amsterdam",
        game=True,
    ),
    ProgrammeAdjusted(
        happened_on=DAY, name="Ny kurs", tracks=("re_integration",), languages=("nb", "en"), game=False
    ),
    StanceQuestionsSet(happened_on=DAY, stance="marketer", questions=("Who should know of you?",)),
    QuestsChosen(happened_on=DAY, quests=("first_light", "walk_a_day")),
    CoachJoined(happened_on=DAY, coach_id=COACH, name="Wouter"),
    CoachLeft(happened_on=DAY, coach_id=COACH),
    JourneyEnrolled(happened_on=DAY, journey_id=JOURNEY, coach_id=COACH),
    EnrolmentEnded(happened_on=DAY, journey_id=JOURNEY, ending="education"),
)
