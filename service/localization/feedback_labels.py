"""What was heard as feedback on a rejection, and the ways it came, are called."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import FeedbackVia, PointHeard
from service.localization.gettext_noop import gettext_noop

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
