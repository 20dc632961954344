"""How the page of the ending words its codes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from domain.vocabulary import Ending
from service.localization.gettext_noop import gettext_noop

ENDING_CHOICES: Mapping[Ending, str] = MappingProxyType(
    {
        "new_work": gettext_noop("I have new work"),
        "own_business": gettext_noop("I work for myself"),
        "education": gettext_noop("I go and study"),
        "stayed_and_changed": gettext_noop("I stay, and my work changes"),
        "return_to_work": gettext_noop("I am back in my own work"),
        "volunteering": gettext_noop("I work as a volunteer"),
        "rest": gettext_noop("I take a break from work"),
        "stopped": gettext_noop("I stop here"),
    }
)
"""An ending, as the client's answer to the question how it ends."""

CareDate = Literal["two_weeks", "two_months", "six_months"]
"""When aftercare is proposed, counted from today."""

CARE_DATES: tuple[CareDate, ...] = get_args(CareDate)
CARE_DATE_LABELS: Mapping[CareDate, str] = MappingProxyType(
    {
        "two_weeks": gettext_noop("In two weeks"),
        "two_months": gettext_noop("In two months"),
        "six_months": gettext_noop("In six months"),
    }
)
WEEKS_UNTIL: Mapping[CareDate, int] = MappingProxyType({"two_weeks": 2, "two_months": 9, "six_months": 26})
AT_WORK: Mapping[CareDate, str] = MappingProxyType(
    {
        "two_weeks": gettext_noop("Is it what you expected?"),
        "two_months": gettext_noop("What is better than before, and what do you miss?"),
        "six_months": gettext_noop("Would you choose it again?"),
    }
)
"""One question for each date, where the ending brought something new."""
WITHOUT_WORK: Mapping[CareDate, str] = MappingProxyType(
    {
        "two_weeks": gettext_noop("How are you now?"),
        "two_months": gettext_noop("What do you need now?"),
        "six_months": gettext_noop("Is there something you want to look into?"),
    }
)
"""One question for each date after a break or a stop."""
ENDINGS_WITHOUT_WORK: frozenset[Ending] = frozenset({"rest", "stopped"})
