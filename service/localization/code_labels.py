"""The label of each code of a journey, as an English message. Forms word some of them differently."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from domain.journey.events.agreements import ChallengeAnswer
from domain.journey.events.experiments import ExperimentStage
from domain.vocabulary import (
    AnswerSignal,
    ApproachAnswer,
    Channel,
    ConsentPurpose,
    Distance,
    Ending,
    ExperimentKind,
    GapDecision,
    HeardSignal,
    MarketSignal,
    OddsSignal,
    Phase,
    Quest,
    ReaderKind,
    ReflectionTheme,
    SightScope,
    Stance,
    StuckRule,
    TestedAspect,
    Tie,
    Track,
    Witness,
)
from projections.learning_model.focus import Quadrant
from projections.learning_model.wording import AppealWord, ReachWord, SpreadWord
from service.localization.gettext_noop import gettext_noop

KINDS: Mapping[ExperimentKind, str] = MappingProxyType(
    {
        "conversation": gettext_noop("Conversation"),
        "application": gettext_noop("Application"),
        "job_shadow": gettext_noop("Job shadowing"),
        "interview": gettext_noop("Interview"),
        "trial": gettext_noop("Trial"),
        "desk_research": gettext_noop("Desk research"),
        "follow_up": gettext_noop("Follow-up"),
        "reflection": gettext_noop("Reflection"),
    }
)


CALENDAR_TITLES: Mapping[ExperimentKind, str] = MappingProxyType(
    {
        "conversation": gettext_noop("Soundings: a conversation"),
        "application": gettext_noop("Soundings: an application"),
        "job_shadow": gettext_noop("Soundings: a day along"),
        "interview": gettext_noop("Soundings: an interview"),
        "trial": gettext_noop("Soundings: a trial"),
        "desk_research": gettext_noop("Soundings: desk research"),
        "follow_up": gettext_noop("Soundings: a follow-up"),
        "reflection": gettext_noop("Soundings: a reflection"),
    }
)
"""How a kind of step is called in somebody's calendar."""


STAGES: Mapping[ExperimentStage, str] = MappingProxyType(
    {
        "planned": gettext_noop("Planned"),
        "run": gettext_noop("Took place"),
        "cancelled": gettext_noop("Called off by the other side"),
        "refused": gettext_noop("Refused by the other side"),
        "dropped": gettext_noop("Taken back"),
    }
)


ANSWERS: Mapping[ApproachAnswer | None, str] = MappingProxyType(
    {
        "invited": gettext_noop("Invited"),
        "second_round": gettext_noop("Asked back"),
        "rejected_unseen": gettext_noop("Refused unseen"),
        "rejected_after_interview": gettext_noop("Refused after the interview"),
        "offer": gettext_noop("Offered the work"),
        "called_back": gettext_noop("Called back"),
        None: gettext_noop("No answer in 28 days"),
    }
)


DISTANCES: Mapping[Distance, str] = MappingProxyType(
    {
        "same": gettext_noop("the same work"),
        "near": gettext_noop("nearby work"),
        "far": gettext_noop("work further away"),
        "licence": gettext_noop("needs a licence"),
    }
)


TRACKS: Mapping[Track, str] = MappingProxyType(
    {
        "curative": gettext_noop("Curative track"),
        "preventive": gettext_noop("Preventive track"),
        "re_integration": gettext_noop("Re-integration track"),
    }
)


TIES: Mapping[Tie, str] = MappingProxyType(
    {
        "strong": gettext_noop("a strong tie"),
        "medium": gettext_noop("a tie of medium strength"),
        "weak": gettext_noop("a weak tie"),
        "none": gettext_noop("not known before"),
    }
)


CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {
        "network": gettext_noop("through the network"),
        "introduced": gettext_noop("introduced by somebody"),
        "advert": gettext_noop("an advertisement"),
        "cold": gettext_noop("approached uninvited"),
        "agency": gettext_noop("an agency"),
        "phone": gettext_noop("by telephone"),
        "mail": gettext_noop("by letter or e-mail"),
        "catalogue": gettext_noop("a catalogue of occupations"),
        "outlook": gettext_noop("figures about the market"),
        "called_back": gettext_noop("they called back"),
        "other": gettext_noop("another way"),
    }
)


WITNESSES: Mapping[Witness, str] = MappingProxyType(
    {
        "self": gettext_noop("Yourself"),
        "contact": gettext_noop("Someone met on the way"),
        "coach": gettext_noop("The coach"),
    }
)


PHASES: Mapping[Phase, str] = MappingProxyType(
    {
        "self": gettext_noop("Who you are"),
        "vision": gettext_noop("What you want"),
        "market_exploration": gettext_noop("Exploring the market"),
        "market_approach": gettext_noop("Approaching the market"),
    }
)


STANCES: Mapping[Stance, str] = MappingProxyType(
    {
        "adviser": gettext_noop("Adviser"),
        "coach": gettext_noop("Coach"),
        "marketer": gettext_noop("Marketer"),
        "sales_manager": gettext_noop("Sales manager"),
    }
)


GAP_DECISIONS: Mapping[GapDecision, str] = MappingProxyType(
    {
        "close": gettext_noop("Close it"),
        "go_round": gettext_noop("Go round it"),
        "live_with": gettext_noop("Live with it"),
    }
)


THEMES: Mapping[ReflectionTheme, str] = MappingProxyType(
    {
        "notice": gettext_noop("How you lived the notice"),
        "results": gettext_noop("Results"),
        "success": gettext_noop("A success"),
        "values": gettext_noop("Values"),
        "other": gettext_noop("Something else"),
    }
)


READERS: Mapping[ReaderKind, str] = MappingProxyType(
    {
        "coach": gettext_noop("Coach"),
        "ally": gettext_noop("Ally"),
        "payer": gettext_noop("Who pays"),
        "researcher": gettext_noop("Researcher"),
    }
)


SCOPES: Mapping[SightScope, str] = MappingProxyType(
    {
        "everything": gettext_noop("Everything"),
        "profile": gettext_noop("The search profile"),
        "progress": gettext_noop("Only that there is progress"),
    }
)


PURPOSES: Mapping[ConsentPurpose, str] = MappingProxyType(
    {
        "coaching": gettext_noop("For the coaching"),
        "research": gettext_noop("For research"),
        "contact_after": gettext_noop("To be asked how it went afterwards"),
    }
)


ENDINGS: Mapping[Ending, str] = MappingProxyType(
    {
        "new_work": gettext_noop("New work"),
        "own_business": gettext_noop("A business of your own"),
        "education": gettext_noop("Education"),
        "stayed_and_changed": gettext_noop("Stayed, and changed the work"),
        "return_to_work": gettext_noop("Back to work"),
        "volunteering": gettext_noop("Volunteering"),
        "rest": gettext_noop("Rest"),
        "stopped": gettext_noop("Stopped"),
    }
)


APPEAL: Mapping[AppealWord, str] = MappingProxyType(
    {
        "disliked": gettext_noop("disliked"),
        "lukewarm": gettext_noop("lukewarm"),
        "fairly_neutral": gettext_noop("fairly neutral"),
        "fairly_liked": gettext_noop("fairly liked"),
        "liked": gettext_noop("liked"),
        "loved": gettext_noop("loved"),
    }
)


REACH: Mapping[ReachWord, str] = MappingProxyType(
    {
        "unlikely": gettext_noop("unlikely"),
        "hard": gettext_noop("hard"),
        "reachable": gettext_noop("reachable"),
        "likely": gettext_noop("likely"),
        "very_likely": gettext_noop("very likely"),
    }
)


SPREAD: Mapping[SpreadWord, str] = MappingProxyType(
    {
        "a_guess": gettext_noop("a guess"),
        "a_first_idea": gettext_noop("a first idea"),
        "fairly_sure": gettext_noop("fairly sure"),
        "sure": gettext_noop("sure"),
    }
)


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


QUESTS: Mapping[Quest, str] = MappingProxyType(
    {
        "first_light": gettext_noop("First Light"),
        "dream_decoder": gettext_noop("Dream Decoder"),
        "three_unknown_roles": gettext_noop("Three Unknown Roles"),
        "ask_the_odds": gettext_noop("Ask the Odds"),
        "devils_advocate": gettext_noop("Devil's Advocate"),
        "walk_a_day": gettext_noop("Walk a Day"),
        "the_other_side": gettext_noop("The Other Side"),
        "ring_the_no": gettext_noop("Ring the No"),
        "three_week_knock": gettext_noop("Three-Week Knock"),
        "trade_off_trail": gettext_noop("Trade-off Trail"),
        "gap_closer": gettext_noop("Gap Closer"),
        "listening_tour": gettext_noop("Listening Tour"),
        "come_back": gettext_noop("Come Back"),
    }
)


STUCK_RULES: Mapping[StuckRule, str] = MappingProxyType(
    {
        "silence": gettext_noop("Gone quiet"),
        "plans_without_steps": gettext_noop("Plans that stay plans"),
        "steps_without_learning": gettext_noop("Steps that teach nothing"),
        "tunnel": gettext_noop("Tunnel vision"),
        "refusals_without_asking": gettext_noop("Refusals, and nobody asked why"),
        "worse_than_feared": gettext_noop("Worse than feared"),
        "too_hopeful": gettext_noop("Too hopeful"),
        "scatter": gettext_noop("No focus yet"),
        "trust_low": gettext_noop("Little trust"),
        "programme_ending": gettext_noop("The programme ends soon"),
        "coach_silent": gettext_noop("No talk for a while"),
    }
)
"""What a coach is alerted to."""


MARKET_SIGNALS: Mapping[MarketSignal, str] = MappingProxyType(
    {
        "market_growing": gettext_noop("The market is growing"),
        "market_shrinking": gettext_noop("The market is shrinking"),
        "vacancies_many": gettext_noop("Many vacancies"),
        "vacancies_none": gettext_noop("No vacancies"),
    }
)
"""Where figures or news say that a market is going."""


QUADRANTS: Mapping[Quadrant, str] = MappingProxyType(
    {
        "fog": gettext_noop("In the fog: little met, no favourite yet"),
        "tunnel": gettext_noop("In a tunnel: a favourite, and little met"),
        "exploring": gettext_noop("Exploring: widely met, still open"),
        "sharp": gettext_noop("In sharp focus: widely met, and settled"),
    }
)
"""How wide the search went, and how settled it is."""
