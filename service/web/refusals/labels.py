"""The words of the six steps after a refusal, and of the call that asks why."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from service.localization.gettext_noop import gettext_noop

SixStepName = Literal["pause", "this_post", "ask", "feedback", "change", "knock"]
UseOfPoint = Literal["pitch", "gap", "strength", "chances", "ask", "nothing"]

STEP_LABELS: Mapping[SixStepName, str] = MappingProxyType(
    {
        "pause": gettext_noop("Take a moment"),
        "this_post": gettext_noop("It is about this job only"),
        "ask": gettext_noop("Ask for feedback"),
        "feedback": gettext_noop("What they said"),
        "change": gettext_noop("One change, or none"),
        "knock": gettext_noop("Get back in touch in three weeks"),
    }
)
USE_CHOICES: Mapping[UseOfPoint, str] = MappingProxyType(
    {
        "pitch": gettext_noop("Show it better in my pitch"),
        "gap": gettext_noop("A gap for this role"),
        "strength": gettext_noop("A strength after all"),
        "chances": gettext_noop("It lowers my chances"),
        "ask": gettext_noop("Ask someone else first"),
        "nothing": gettext_noop("Nothing"),
    }
)
"""What to do with something that they missed."""
KEPT_CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "no": gettext_noop("No"),
        "3": gettext_noop("For 3 months"),
        "6": gettext_noop("For 6 months"),
        "date": gettext_noop("Until a date"),
    }
)
"""Until when they keep the details on file."""
AGAIN_CHOICES: Mapping[str, str] = MappingProxyType(
    {"yes": gettext_noop("They said yes"), "no": gettext_noop("Not asked, or no")}
)
"""Whether one may call again in three weeks."""
LATER_CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "1": gettext_noop("On the next working day"),
        "3": gettext_noop("In three working days"),
        "7": gettext_noop("In a week"),
        "date": gettext_noop("A date"),
    }
)
"""When to call instead: nobody answers on a Sunday."""
