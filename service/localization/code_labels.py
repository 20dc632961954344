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
    FirstNextWeek,
    GapDecision,
    HeardSignal,
    MarketSignal,
    OddsSignal,
    Phase,
    Quest,
    ReaderKind,
    ReflectionTheme,
    SightScope,
    SkillStanding,
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
        "trial": gettext_noop("Work trial"),
        "desk_research": gettext_noop("Desk research"),
        "follow_up": gettext_noop("Follow-up"),
        "reflection": gettext_noop("Reflection"),
    }
)


CALENDAR_TITLES: Mapping[ExperimentKind, str] = MappingProxyType(
    {
        "conversation": gettext_noop("Soundings: a conversation"),
        "application": gettext_noop("Soundings: an application"),
        "job_shadow": gettext_noop("Soundings: a day shadowing"),
        "interview": gettext_noop("Soundings: an interview"),
        "trial": gettext_noop("Soundings: a work trial"),
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
        "cancelled": gettext_noop("Did not take place"),
        "refused": gettext_noop("Declined by the other side"),
        "dropped": gettext_noop("Dropped"),
    }
)


ANSWERS: Mapping[ApproachAnswer | None, str] = MappingProxyType(
    {
        "invited": gettext_noop("Invited"),
        "second_round": gettext_noop("Second round"),
        "rejected_unseen": gettext_noop("Rejected without an interview"),
        "rejected_after_interview": gettext_noop("Rejected after an interview"),
        "offer": gettext_noop("Job offer"),
        "called_back": gettext_noop("They called back"),
        None: gettext_noop("No reply in 28 days"),
    }
)


DISTANCES: Mapping[Distance, str] = MappingProxyType(
    {
        "same": gettext_noop("the same work"),
        "near": gettext_noop("similar work"),
        "far": gettext_noop("quite different work"),
        "licence": gettext_noop("needs a licence"),
    }
)


TRACKS: Mapping[Track, str] = MappingProxyType(
    {
        "curative": gettext_noop("After job loss"),
        "preventive": gettext_noop("Looking ahead"),
        "re_integration": gettext_noop("Return to work"),
    }
)


TIES: Mapping[Tie, str] = MappingProxyType(
    {
        "strong": gettext_noop("knows them well"),
        "medium": gettext_noop("knows them a little"),
        "weak": gettext_noop("hardly knows them"),
        "none": gettext_noop("did not know them"),
    }
)


CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {
        "network": gettext_noop("someone they know"),
        "introduced": gettext_noop("introduced by someone"),
        "advert": gettext_noop("an advertisement"),
        "cold": gettext_noop("contacted out of the blue"),
        "agency": gettext_noop("an agency"),
        "phone": gettext_noop("by phone"),
        "mail": gettext_noop("by letter or email"),
        "catalogue": gettext_noop("a list of occupations"),
        "outlook": gettext_noop("labour market figures"),
        "called_back": gettext_noop("they called back"),
        "other": gettext_noop("another way"),
    }
)


FIRST_NEXT_WEEK: Mapping[FirstNextWeek, str] = MappingProxyType(
    {
        "role": gettext_noop("One role"),
        "hirer": gettext_noop("Someone who hires"),
        "new_role": gettext_noop("A kind of work I do not know"),
        "usual": gettext_noop("The usual order"),
    }
)
"""What comes first among the suggestions of a week."""
WITNESSES: Mapping[Witness, str] = MappingProxyType(
    {
        "self": gettext_noop("You"),
        "contact": gettext_noop("Someone met along the way"),
        "coach": gettext_noop("The coach"),
    }
)


PHASES: Mapping[Phase, str] = MappingProxyType(
    {
        "self": gettext_noop("Who am I"),
        "vision": gettext_noop("Where could I go"),
        "market_exploration": gettext_noop("Look at the market"),
        "market_approach": gettext_noop("Meet the market"),
    }
)
"""In the client's words: an answer to the question what to look through now."""


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
        "close": gettext_noop("Close the gap"),
        "go_round": gettext_noop("Work around it"),
        "live_with": gettext_noop("Live with it"),
    }
)


SKILL_STANDINGS: Mapping[SkillStanding, str] = MappingProxyType(
    {
        "has": gettext_noop("Has it"),
        "partly": gettext_noop("Partly"),
        "not_yet": gettext_noop("Not yet"),
        "not_known": gettext_noop("Not known"),
    }
)
"""How it is with a skill that occupations ask."""


THEMES: Mapping[ReflectionTheme, str] = MappingProxyType(
    {
        "notice": gettext_noop("How being given notice was for you"),
        "results": gettext_noop("Results"),
        "success": gettext_noop("A success"),
        "values": gettext_noop("Values"),
        "other": gettext_noop("Something else"),
    }
)


READERS: Mapping[ReaderKind, str] = MappingProxyType(
    {
        "coach": gettext_noop("Coach"),
        "ally": gettext_noop("Supporter"),
        "payer": gettext_noop("Payer"),
        "researcher": gettext_noop("Researcher"),
    }
)


SCOPES: Mapping[SightScope, str] = MappingProxyType(
    {
        "everything": gettext_noop("Everything"),
        "profile": gettext_noop("Search profile"),
        "progress": gettext_noop("Only whether there is progress"),
    }
)


PURPOSES: Mapping[ConsentPurpose, str] = MappingProxyType(
    {
        "coaching": gettext_noop("For coaching"),
        "research": gettext_noop("For research"),
        "contact_after": gettext_noop("To be asked afterwards how it went"),
    }
)


ENDINGS: Mapping[Ending, str] = MappingProxyType(
    {
        "new_work": gettext_noop("New job"),
        "own_business": gettext_noop("Own business"),
        "education": gettext_noop("Education"),
        "stayed_and_changed": gettext_noop("Stayed, with changed work"),
        "return_to_work": gettext_noop("Back to work"),
        "volunteering": gettext_noop("Volunteering"),
        "rest": gettext_noop("A break from work"),
        "stopped": gettext_noop("Stopped"),
    }
)


APPEAL: Mapping[AppealWord, str] = MappingProxyType(
    {
        "disliked": gettext_noop("unappealing"),
        "lukewarm": gettext_noop("lukewarm"),
        "fairly_neutral": gettext_noop("neutral"),
        "fairly_liked": gettext_noop("quite appealing"),
        "liked": gettext_noop("appealing"),
        "loved": gettext_noop("very appealing"),
    }
)


REACH: Mapping[ReachWord, str] = MappingProxyType(
    {
        "unlikely": gettext_noop("very small"),
        "hard": gettext_noop("small"),
        "reachable": gettext_noop("fair"),
        "likely": gettext_noop("good"),
        "very_likely": gettext_noop("very good"),
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
        "vacancies_none": gettext_noop("There are few or no vacancies"),
        "fresh_outsider": gettext_noop("An outsider like this would be welcome"),
        "one_of_many": gettext_noop("One of many"),
        "fresh_outsider_from_hirer": gettext_noop(
            "An outsider like this would be welcome, said someone who hires"
        ),
        "one_of_many_from_hirer": gettext_noop("One of many, said someone who hires"),
        "requirement_met": gettext_noop("Requirements are met"),
        "requirement_missing": gettext_noop("A must-have is missing"),
        "asked_for_cv": gettext_noop("They asked for the CV"),
        "referral": gettext_noop("They will mention the name to someone"),
        "resource_bank": gettext_noop("They keep the details on file"),
    }
)
"""Odds signals, whoever reads them."""


ANSWER_SIGNALS: Mapping[AnswerSignal, str] = MappingProxyType(
    {
        "invited": gettext_noop("Invited"),
        "no_answer_28d": gettext_noop("No reply in 28 days"),
        "rejected_unseen": gettext_noop("Rejected without an interview"),
        "rejected_close": gettext_noop("Rejected, and it was close"),
        "rejected_not_close": gettext_noop("Rejected, and it was not close"),
        "called_back": gettext_noop("They called back"),
        "offer": gettext_noop("Job offer"),
    }
)


SIGNALS: Mapping[OddsSignal, str] = MappingProxyType(
    {**cast("Mapping[OddsSignal, str]", HEARD_SIGNALS), **cast("Mapping[OddsSignal, str]", ANSWER_SIGNALS)}
)


TESTED: Mapping[TestedAspect, str] = MappingProxyType(
    {
        "appeal": gettext_noop("Appeal"),
        "odds": gettext_noop("Chances"),
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
        "three_unknown_roles": gettext_noop("Three New Roles"),
        "ask_the_odds": gettext_noop("What Are My Chances?"),
        "devils_advocate": gettext_noop("Devil's Advocate"),
        "walk_a_day": gettext_noop("A Day in Their Shoes"),
        "the_other_side": gettext_noop("The Other Side"),
        "ring_the_no": gettext_noop("Call After a No"),
        "three_week_knock": gettext_noop("Back in Three Weeks"),
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
        "steps_without_learning": gettext_noop("Steps without learning"),
        "tunnel": gettext_noop("Tunnel vision"),
        "refusals_without_asking": gettext_noop("Rejections, but never asked why"),
        "worse_than_feared": gettext_noop("Worse than feared"),
        "too_hopeful": gettext_noop("Too hopeful"),
        "scatter": gettext_noop("No focus yet"),
        "trust_low": gettext_noop("Low trust"),
        "programme_ending": gettext_noop("The programme ends soon"),
        "coach_silent": gettext_noop("No contact from the coach"),
        "no_session": gettext_noop("No session for a while"),
        "no_after_interview": gettext_noop("A no after an interview"),
    }
)
"""What a coach is alerted to."""


MARKET_SIGNALS: Mapping[MarketSignal, str] = MappingProxyType(
    {
        "market_growing": gettext_noop("The market is growing"),
        "market_shrinking": gettext_noop("The market is shrinking"),
        "vacancies_many": gettext_noop("Many vacancies"),
        "vacancies_none": gettext_noop("Few or no vacancies"),
    }
)
"""Where figures or news say that a market is going."""


QUADRANTS: Mapping[Quadrant, str] = MappingProxyType(
    {
        "fog": gettext_noop("A narrow search, with no favourite yet"),
        "tunnel": gettext_noop("A favourite, in a narrow search"),
        "exploring": gettext_noop("A broad search, still open"),
        "sharp": gettext_noop("A broad search, with a favourite"),
    }
)
"""How wide the search went, and how settled it is."""
