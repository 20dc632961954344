"""What the states of a study, its grounds and the tables of its data are called."""

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
TABLES_IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "events": gettext_noop("what you recorded, without your words"),
        "participants": gettext_noop("when you started, and on which track"),
        "experiments": gettext_noop("your steps, and how they went"),
        "person_week": gettext_noop("what you did each week"),
        "spells": gettext_noop("how long you searched"),
        "roles_weekly": gettext_noop("how your roles did each week"),
        "forecasts": gettext_noop("your guesses, and what came"),
        "outcomes": gettext_noop("replies, silences and how it ended"),
        "advice": gettext_noop("what was suggested to you"),
        "consent_periods": gettext_noop("what you agreed to, and when"),
        "data_quality": gettext_noop("how complete your entries are"),
    }
)
"""The tables of an export as a client is told of them."""
OTHER_DATA = gettext_noop("other figures, without names")


def tables_in_words(variables: tuple[str, ...]) -> tuple[str, ...]:
    """What a study uses, by the names of its variables: each table once, as a message."""
    tables = dict.fromkeys(one.partition(".")[0] for one in variables)
    return tuple(dict.fromkeys(TABLES_IN_WORDS.get(one, OTHER_DATA) for one in tables))
