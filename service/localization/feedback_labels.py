"""What was heard as feedback on a rejection, and the ways it came, are called."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.vocabulary import FeedbackVia, PointHeard
from service.localization.gettext_noop import gettext_noop

FeedbackPoint = Literal["competence", "requirements", "well_qualified", "self_presentation"]

POINTS_HEARD: Mapping[PointHeard, str] = MappingProxyType(
    {
        "enough": gettext_noop("Enough"),
        "not_enough": gettext_noop("Not enough"),
        "not_said": gettext_noop("Not said"),
    }
)
"""What was heard on one of the four points of feedback."""
FEEDBACK_VIA: Mapping[FeedbackVia, str] = MappingProxyType(
    {
        "call": gettext_noop("In a call"),
        "link": gettext_noop("By a link"),
        "letter": gettext_noop("By letter or email"),
    }
)
FEEDBACK_POINTS: Mapping[FeedbackPoint, str] = MappingProxyType(
    {
        "competence": gettext_noop("Skills and experience"),
        "requirements": gettext_noop("Requirements and languages"),
        "well_qualified": gettext_noop("Strong competition"),
        "self_presentation": gettext_noop("How you came across"),
    }
)
FEEDBACK_POINTS_OF_CLIENT: Mapping[FeedbackPoint, str] = MappingProxyType(
    {**FEEDBACK_POINTS, "self_presentation": gettext_noop("How they came across")}
)
"""For who reads about a client."""
ANSWERS_BY_POINT: Mapping[FeedbackPoint, Mapping[PointHeard, str]] = MappingProxyType(
    {
        "competence": {
            "enough": gettext_noop("Enough"),
            "not_enough": gettext_noop("Not enough"),
            "not_said": gettext_noop("Not said"),
        },
        "requirements": {
            "enough": gettext_noop("All there"),
            "not_enough": gettext_noop("One missing"),
            "not_said": gettext_noop("Not said"),
        },
        "well_qualified": {
            "enough": gettext_noop("Yes"),
            "not_enough": gettext_noop("No"),
            "not_said": gettext_noop("Not said"),
        },
        "self_presentation": {
            "enough": gettext_noop("Clear"),
            "not_enough": gettext_noop("Unclear"),
            "not_said": gettext_noop("Not said"),
        },
    }
)
"""What they said of each of the four points."""
