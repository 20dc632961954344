"""The six steps after a refusal, as a page shows them: what is done, what is for now, what may come."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from service.localization.gettext_noop import gettext_noop

SixStepName = Literal["pause", "this_post", "ask", "feedback", "change", "knock"]


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
