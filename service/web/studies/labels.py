"""What the states of a study, its grounds and its ways are called."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import ArmDraw, LegalGround, StudyAccess, StudyState
from service.localization.gettext_noop import gettext_noop

STATES: Mapping[StudyState, str] = MappingProxyType(
    {
        "draft": gettext_noop("draft"),
        "submitted": gettext_noop("waits for approval"),
        "returned": gettext_noop("returned"),
        "approved": gettext_noop("approved"),
        "closed": gettext_noop("closed"),
    }
)
ACCESSES: Mapping[StudyAccess, str] = MappingProxyType(
    {
        "in_place": gettext_noop(
            "The data stay here. Only results leave, after a second person has read them."
        ),
        "extract": gettext_noop(
            "A file without names leaves the organisation. An administrator approves that separately."
        ),
    }
)
GROUNDS: Mapping[LegalGround, str] = MappingProxyType(
    {
        "consent": gettext_noop("consent"),
        "public_interest": gettext_noop("a task in the public interest"),
        "legitimate_interest": gettext_noop("a legitimate interest"),
    }
)
DRAWS: Mapping[ArmDraw, str] = MappingProxyType(
    {
        "by_person": gettext_noop("by chance for each person"),
        "by_programme_first": gettext_noop(
            "a share for each programme first, then by chance for each person"
        ),
    }
)
