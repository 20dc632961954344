"""The days and ids that the samples speak of."""

from datetime import date
from uuid import UUID

from domain.journey.events.evidence import Source

DAY, LATER, MONDAY = date(2026, 1, 14), date(2026, 7, 10), date(2026, 1, 12)


def _id(number: int) -> UUID:
    return UUID(int=number)


ROLE, STEP, OTHER_STEP, CONTACT, EMPLOYER = (_id(number) for number in range(1, 6))
CRITERION, OTHER_CRITERION, STRENGTH, GAP, CONDITION, FOLLOW_UP, CHECK_IN = (_id(n) for n in range(6, 13))
VALUE, DREAM, SKETCH, QUALITY, STORY, GOAL, REFLECTION, ASSESSMENT, INSIGHT = (
    _id(number) for number in range(13, 22)
)
LEAD, SIGNAL, INTRODUCTION, OTHER_CONTACT, PITCH, OTHER_PITCH = (_id(number) for number in range(22, 28))
COACH, NOTE, COMMITMENT, CHALLENGE, READER, CONSENT, STUDY, AFTER_CARE, COVER = (
    _id(number) for number in range(28, 37)
)
JOURNEY = _id(100)
FROM_STEP = Source(kind="experiment", id=STEP)
