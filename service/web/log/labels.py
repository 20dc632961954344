"""What the log offers to choose from: kinds, outcomes, and the odds signals as plain sentences."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.vocabulary import HeardSignal
from service.localization.gettext_noop import gettext_noop

LogOutcome = Literal["run", "cancelled", "refused"]


OUTCOME_CHOICES: Mapping[LogOutcome, str] = MappingProxyType(
    {
        "run": gettext_noop("It took place"),
        "cancelled": gettext_noop("They called it off"),
        "refused": gettext_noop("They declined"),
    }
)


SIGNAL_CHOICES: Mapping[HeardSignal, str] = MappingProxyType(
    {
        "fresh_outsider": gettext_noop("Newcomers like me are welcome"),
        "one_of_many": gettext_noop("I would be one of many"),
        "requirement_met": gettext_noop("I have what they ask for"),
        "requirement_missing": gettext_noop("I lack something they ask for"),
        "asked_for_cv": gettext_noop("They asked for my CV"),
        "referral": gettext_noop("They will mention my name to someone"),
        "vacancies_many": gettext_noop("There are many vacancies"),
        "vacancies_none": gettext_noop("There are few or no vacancies"),
        "market_growing": gettext_noop("This work is growing"),
        "market_shrinking": gettext_noop("This work is shrinking"),
        "resource_bank": gettext_noop("They are keeping my details on file"),
    }
)
"""What may be heard about the chances. From somebody who hires the first two count double; the form knows who that is."""


OPEN_SIGNALS = 4
"""As many as stand open; the rest unfolds."""
