"""What the codes are called that only the history names, in English; they are said in the reader's language."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from domain.journey.agreements import ChallengeAnswer
from domain.vocabulary import AnswerSignal, HeardSignal, OddsSignal, TestedAspect
from service.localization.gettext_noop import gettext_noop

HEARD_SIGNALS: Mapping[HeardSignal, str] = MappingProxyType(
    {
        "market_growing": gettext_noop("This work is growing"),
        "market_shrinking": gettext_noop("This work is shrinking"),
        "vacancies_many": gettext_noop("There are many vacancies"),
        "vacancies_none": gettext_noop("There are no vacancies"),
        "fresh_outsider": gettext_noop("An outsider like this would be welcome"),
        "one_of_many": gettext_noop("One of many"),
        "fresh_outsider_from_hirer": gettext_noop(
            "An outsider like this would be welcome, said somebody who hires"
        ),
        "one_of_many_from_hirer": gettext_noop("One of many, said somebody who hires"),
        "requirement_met": gettext_noop("What they ask for is there"),
        "requirement_missing": gettext_noop("Something they insist on is missing"),
        "asked_for_cv": gettext_noop("They asked for the CV"),
        "referral": gettext_noop("They will mention the name to somebody"),
        "resource_bank": gettext_noop("They keep the papers on file"),
    }
)
"""Odds signals, whoever reads them."""
ANSWER_SIGNALS: Mapping[AnswerSignal, str] = MappingProxyType(
    {
        "invited": gettext_noop("Invited"),
        "no_answer_28d": gettext_noop("No answer in 28 days"),
        "rejected_unseen": gettext_noop("Refused unseen"),
        "rejected_close": gettext_noop("Refused, and it was close"),
        "rejected_not_close": gettext_noop("Refused, and it was not close"),
        "called_back": gettext_noop("Called back"),
        "offer": gettext_noop("Offered the work"),
    }
)
SIGNALS: Mapping[OddsSignal, str] = MappingProxyType(
    {**cast("Mapping[OddsSignal, str]", HEARD_SIGNALS), **cast("Mapping[OddsSignal, str]", ANSWER_SIGNALS)}
)
TESTED: Mapping[TestedAspect, str] = MappingProxyType(
    {
        "appeal": gettext_noop("How much the work is liked"),
        "odds": gettext_noop("The chances"),
        "tradeoffs": gettext_noop("What matters more"),
        "strengths": gettext_noop("Strengths"),
        "gaps": gettext_noop("What is missing"),
    }
)
"""What a step was to find out."""
CHALLENGE_ANSWERS: Mapping[ChallengeAnswer, str] = MappingProxyType(
    {
        "accepted": gettext_noop("Accepted"),
        "declined": gettext_noop("Declined"),
        "met": gettext_noop("Challenge met"),
    }
)
