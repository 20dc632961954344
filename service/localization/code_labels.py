"""What the codes are called that only the history names, in English; they are said in the reader's language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from domain.journey.agreements import ChallengeAnswer
from domain.vocabulary import AnswerSignal, HeardSignal, Signal, Tested
from service.localization.gettext_noop import marked

HEARD: Mapping[HeardSignal, str] = MappingProxyType(
    {
        "market_growing": marked("This work is growing"),
        "market_shrinking": marked("This work is shrinking"),
        "vacancies_many": marked("There are many vacancies"),
        "vacancies_none": marked("There are no vacancies"),
        "fresh_outsider": marked("An outsider like this would be welcome"),
        "one_of_many": marked("One of many"),
        "fresh_outsider_from_hirer": marked(
            "An outsider like this would be welcome, said somebody who hires"
        ),
        "one_of_many_from_hirer": marked("One of many, said somebody who hires"),
        "requirement_met": marked("What they ask for is there"),
        "requirement_missing": marked("Something they insist on is missing"),
        "asked_for_cv": marked("They asked for the CV"),
        "referral": marked("They will mention the name to somebody"),
        "resource_bank": marked("They keep the papers on file"),
    }
)
"""Odds signals, whoever reads them."""
ANSWERED: Mapping[AnswerSignal, str] = MappingProxyType(
    {
        "invited": marked("Invited"),
        "no_answer_28d": marked("No answer in 28 days"),
        "rejected_unseen": marked("Refused unseen"),
        "rejected_close": marked("Refused, and it was close"),
        "rejected_not_close": marked("Refused, and it was not close"),
        "called_back": marked("Called back"),
        "offer": marked("Offered the work"),
    }
)
SIGNALS: Mapping[Signal, str] = MappingProxyType(
    {**cast("Mapping[Signal, str]", HEARD), **cast("Mapping[Signal, str]", ANSWERED)}
)
TESTED: Mapping[Tested, str] = MappingProxyType(
    {
        "appeal": marked("How much the work is liked"),
        "odds": marked("The chances"),
        "tradeoffs": marked("What matters more"),
        "strengths": marked("Strengths"),
        "gaps": marked("What is missing"),
    }
)
"""What a step was to find out."""
CHALLENGES: Mapping[ChallengeAnswer, str] = MappingProxyType(
    {
        "accepted": marked("Accepted"),
        "declined": marked("Declined"),
        "met": marked("Challenge met"),
    }
)
