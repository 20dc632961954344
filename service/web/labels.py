"""The words of the pages: what each code is called.

The English strings stand here as they will be looked up by gettext; the templates translate them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.journey.events.experiments import ExperimentStage
from domain.vocabulary import (
    ApproachAnswer,
    Channel,
    Distance,
    ExperimentKind,
    MarketSignal,
    Quest,
    ReflectionTheme,
    StuckRule,
    Tie,
    Track,
)
from projections.learning_model.focus import Quadrant
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
TIE_CHOICES: Mapping[Tie, str] = MappingProxyType(
    {
        "strong": gettext_noop("Well"),
        "medium": gettext_noop("Somewhat"),
        "weak": gettext_noop("Hardly"),
        "none": gettext_noop("Not at all"),
    }
)
POSITION_CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "in_role": gettext_noop("They do this work"),
        "can_hire": gettext_noop("They hire for it"),
        "both": gettext_noop("Both"),
        "neither": gettext_noop("Neither"),
    }
)
DISTANCE_CHOICES: Mapping[Distance, str] = MappingProxyType(
    {
        "same": gettext_noop("The same work"),
        "near": gettext_noop("Close to it"),
        "far": gettext_noop("Quite different"),
        "licence": gettext_noop("It needs a diploma or licence I do not have"),
    }
)
"""How far a role is from what somebody did, as an answer to that question."""
TRACKS: Mapping[Track, str] = MappingProxyType(
    {
        "curative": gettext_noop("Curative track"),
        "preventive": gettext_noop("Preventive track"),
        "re_integration": gettext_noop("Re-integration track"),
    }
)


def signed_number(change: int) -> str:
    """A change with its sign, a true minus included; nought has none."""
    if change == 0:
        return "0"
    return f"+{change}" if change > 0 else f"\N{MINUS SIGN}{-change}"


CHANNEL_CHOICES: Mapping[Channel, str] = MappingProxyType(
    {
        "network": gettext_noop("Somebody I know"),
        "introduced": gettext_noop("Somebody introduced me"),
        "advert": gettext_noop("An advert"),
        "cold": gettext_noop("I asked a stranger"),
        "agency": gettext_noop("An agency"),
        "phone": gettext_noop("By telephone"),
        "mail": gettext_noop("By mail"),
        "catalogue": gettext_noop("A list or catalogue"),
        "outlook": gettext_noop("I looked around there"),
        "called_back": gettext_noop("They came back to me"),
        "other": gettext_noop("Another way"),
    }
)
"""How somebody came to a step or a lead."""
TIE_CLAUSES: Mapping[Tie, str] = MappingProxyType(
    {
        "strong": gettext_noop("you know each other well"),
        "medium": gettext_noop("you know each other somewhat"),
        "weak": gettext_noop("you hardly know each other"),
        "none": gettext_noop("you do not know each other yet"),
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
THEME_CHOICES: Mapping[ReflectionTheme, str] = MappingProxyType(
    {
        "notice": gettext_noop("How I lived the notice"),
        "results": gettext_noop("What I achieved"),
        "success": gettext_noop("When it went well"),
        "values": gettext_noop("What I hold dear"),
        "other": gettext_noop("Something else"),
    }
)
"""What somebody wrote about in private."""
TRACK_CHOICES: Mapping[Track, str] = MappingProxyType(
    {
        "curative": gettext_noop("I lost my work, or will soon"),
        "preventive": gettext_noop("I want to look ahead while I have work"),
        "re_integration": gettext_noop("I am coming back after an illness"),
    }
)
"""A track, as an answer to the question what brings somebody here."""
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
QUEST_SUMMARIES: Mapping[Quest, str] = MappingProxyType(
    {
        "first_light": gettext_noop("A first step within a week of the start."),
        "dream_decoder": gettext_noop("What an old dream stood for, and two kinds of work that offer it."),
        "three_unknown_roles": gettext_noop("Meet three kinds of work that were on no list."),
        "ask_the_odds": gettext_noop("Hear of the odds in two kinds of work by week two."),
        "devils_advocate": gettext_noop("Try to prove the favourite wrong."),
        "walk_a_day": gettext_noop("Six hours beside somebody at work."),
        "the_other_side": gettext_noop("Two talks outside the own sector."),
        "ring_the_no": gettext_noop("Ask why after a refusal."),
        "three_week_knock": gettext_noop("Get in touch again three weeks after a refusal."),
        "trade_off_trail": gettext_noop("Five trade-offs, met in reality."),
        "gap_closer": gettext_noop("Close one gap."),
        "listening_tour": gettext_noop("Ten talks with one and the same question."),
        "come_back": gettext_noop("A step after some weeks without one."),
    }
)
"""What a quest asks, in a sentence."""
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
