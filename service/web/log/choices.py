"""What the log offers to choose from: kinds, outcomes, and the odds signals as plain sentences."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from domain.vocabulary import HeardSignal, Kind
from service.localization.gettext_noop import marked

Happened = Literal["run", "cancelled", "refused"]

HAPPENED: Mapping[Happened, str] = MappingProxyType(
    {
        "run": marked("It took place"),
        "cancelled": marked("They called it off"),
        "refused": marked("They would not"),
    }
)

SIGNALS: Mapping[HeardSignal, str] = MappingProxyType(
    {
        "fresh_outsider": marked("Somebody like me would be a welcome outsider"),
        "one_of_many": marked("I would be one of many"),
        "requirement_met": marked("I have what they ask for"),
        "requirement_missing": marked("I lack something they insist on"),
        "asked_for_cv": marked("They asked for my CV"),
        "referral": marked("They will mention my name to somebody"),
        "vacancies_many": marked("There are many vacancies"),
        "vacancies_none": marked("There are no vacancies"),
        "market_growing": marked("This work is growing"),
        "market_shrinking": marked("This work is shrinking"),
        "resource_bank": marked("They keep my papers on file"),
    }
)
"""What may be heard about the chances. From somebody who hires the first two count double; the form knows who that is."""
FIRST_SIGNALS = 4
"""As many as stand open; the rest unfolds."""

ALONE: frozenset[Kind] = frozenset({"desk_research", "reflection"})
"""Kinds of step that are done without somebody else."""
LONG: frozenset[Kind] = frozenset({"job_shadow", "trial"})
"""Kinds of step whose hours count."""


def signal_from(code: HeardSignal, *, hires: bool) -> HeardSignal:
    """The signal as the model knows it: said by somebody who hires it counts more."""
    match code:
        case "fresh_outsider" if hires:
            return "fresh_outsider_from_hirer"
        case "one_of_many" if hires:
            return "one_of_many_from_hirer"
        case _:
            return code
