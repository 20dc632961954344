"""The words of the pages: what each code is called.

The English strings stand here as they will be looked up by gettext; the templates translate them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.journey.events.experiments import Stage
from domain.vocabulary import (
    Answer,
    Channel,
    Distance,
    Kind,
    MarketSignal,
    Quest,
    ReflectionTheme,
    StuckRule,
    Tie,
    Track,
)
from projections.learning_model.focus import Quadrant
from service.localization.gettext_noop import marked

KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        "conversation": marked("Conversation"),
        "application": marked("Application"),
        "job_shadow": marked("Job shadowing"),
        "interview": marked("Interview"),
        "trial": marked("Trial"),
        "desk_research": marked("Desk research"),
        "follow_up": marked("Follow-up"),
        "reflection": marked("Reflection"),
    }
)
STAGES: Mapping[Stage, str] = MappingProxyType(
    {
        "planned": marked("Planned"),
        "run": marked("Took place"),
        "cancelled": marked("Called off by the other side"),
        "refused": marked("Refused by the other side"),
        "dropped": marked("Taken back"),
    }
)
ANSWERS: Mapping[Answer | None, str] = MappingProxyType(
    {
        "invited": marked("Invited"),
        "second_round": marked("Asked back"),
        "rejected_unseen": marked("Refused unseen"),
        "rejected_after_interview": marked("Refused after the interview"),
        "offer": marked("Offered the work"),
        "called_back": marked("Called back"),
        None: marked("No answer in 28 days"),
    }
)
DISTANCES: Mapping[Distance, str] = MappingProxyType(
    {
        "same": marked("the same work"),
        "near": marked("nearby work"),
        "far": marked("work further away"),
        "licence": marked("needs a licence"),
    }
)
TIES: Mapping[Tie, str] = MappingProxyType(
    {
        "strong": marked("Well"),
        "medium": marked("Somewhat"),
        "weak": marked("Hardly"),
        "none": marked("Not at all"),
    }
)
POSITIONS: Mapping[str, str] = MappingProxyType(
    {
        "in_role": marked("They do this work"),
        "can_hire": marked("They hire for it"),
        "both": marked("Both"),
        "neither": marked("Neither"),
    }
)
FAR: Mapping[Distance, str] = MappingProxyType(
    {
        "same": marked("The same work"),
        "near": marked("Close to it"),
        "far": marked("Quite different"),
        "licence": marked("It needs a diploma or licence I do not have"),
    }
)
"""How far a role is from what somebody did, as an answer to that question."""
TRACKS: Mapping[Track, str] = MappingProxyType(
    {
        "curative": marked("Curative track"),
        "preventive": marked("Preventive track"),
        "re_integration": marked("Re-integration track"),
    }
)


def signed(change: int) -> str:
    """A change with its sign, a true minus included; nought has none."""
    if change == 0:
        return "0"
    return f"+{change}" if change > 0 else f"\N{MINUS SIGN}{-change}"


CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {
        "network": marked("Somebody I know"),
        "introduced": marked("Somebody introduced me"),
        "advert": marked("An advert"),
        "cold": marked("I asked a stranger"),
        "agency": marked("An agency"),
        "phone": marked("By telephone"),
        "mail": marked("By mail"),
        "catalogue": marked("A list or catalogue"),
        "outlook": marked("I looked around there"),
        "called_back": marked("They came back to me"),
        "other": marked("Another way"),
    }
)
"""How somebody came to a step or a lead."""
HOW_CLOSE: Mapping[Tie, str] = MappingProxyType(
    {
        "strong": marked("you know each other well"),
        "medium": marked("you know each other somewhat"),
        "weak": marked("you hardly know each other"),
        "none": marked("you do not know each other yet"),
    }
)
QUESTS: Mapping[Quest, str] = MappingProxyType(
    {
        "first_light": marked("First Light"),
        "dream_decoder": marked("Dream Decoder"),
        "three_unknown_roles": marked("Three Unknown Roles"),
        "ask_the_odds": marked("Ask the Odds"),
        "devils_advocate": marked("Devil's Advocate"),
        "walk_a_day": marked("Walk a Day"),
        "the_other_side": marked("The Other Side"),
        "ring_the_no": marked("Ring the No"),
        "three_week_knock": marked("Three-Week Knock"),
        "trade_off_trail": marked("Trade-off Trail"),
        "gap_closer": marked("Gap Closer"),
        "listening_tour": marked("Listening Tour"),
        "come_back": marked("Come Back"),
    }
)
THEMES: Mapping[ReflectionTheme, str] = MappingProxyType(
    {
        "notice": marked("How I lived the notice"),
        "results": marked("What I achieved"),
        "success": marked("When it went well"),
        "values": marked("What I hold dear"),
        "other": marked("Something else"),
    }
)
"""What somebody wrote about in private."""
OCCASIONS: Mapping[Track, str] = MappingProxyType(
    {
        "curative": marked("I lost my work, or will soon"),
        "preventive": marked("I want to look ahead while I have work"),
        "re_integration": marked("I am coming back after an illness"),
    }
)
"""A track, as an answer to the question what brings somebody here."""
STUCK: Mapping[StuckRule, str] = MappingProxyType(
    {
        "silence": marked("Gone quiet"),
        "plans_without_steps": marked("Plans that stay plans"),
        "steps_without_learning": marked("Steps that teach nothing"),
        "tunnel": marked("Tunnel vision"),
        "refusals_without_asking": marked("Refusals, and nobody asked why"),
        "worse_than_feared": marked("Worse than feared"),
        "too_hopeful": marked("Too hopeful"),
        "scatter": marked("No focus yet"),
        "trust_low": marked("Little trust"),
        "programme_ending": marked("The programme ends soon"),
        "coach_silent": marked("No talk for a while"),
    }
)
"""What a coach is alerted to."""
QUEST_ASKS: Mapping[Quest, str] = MappingProxyType(
    {
        "first_light": marked("A first step within a week of the start."),
        "dream_decoder": marked("What an old dream stood for, and two kinds of work that offer it."),
        "three_unknown_roles": marked("Meet three kinds of work that were on no list."),
        "ask_the_odds": marked("Hear of the odds in two kinds of work by week two."),
        "devils_advocate": marked("Try to prove the favourite wrong."),
        "walk_a_day": marked("Six hours beside somebody at work."),
        "the_other_side": marked("Two talks outside the own sector."),
        "ring_the_no": marked("Ask why after a refusal."),
        "three_week_knock": marked("Get in touch again three weeks after a refusal."),
        "trade_off_trail": marked("Five trade-offs, met in reality."),
        "gap_closer": marked("Close one gap."),
        "listening_tour": marked("Ten talks with one and the same question."),
        "come_back": marked("A step after some weeks without one."),
    }
)
"""What a quest asks, in a sentence."""
MARKET: Mapping[MarketSignal, str] = MappingProxyType(
    {
        "market_growing": marked("The market is growing"),
        "market_shrinking": marked("The market is shrinking"),
        "vacancies_many": marked("Many vacancies"),
        "vacancies_none": marked("No vacancies"),
    }
)
"""Where figures or news say that a market is going."""
QUADRANTS: Mapping[Quadrant, str] = MappingProxyType(
    {
        "fog": marked("In the fog: little met, no favourite yet"),
        "tunnel": marked("In a tunnel: a favourite, and little met"),
        "exploring": marked("Exploring: widely met, still open"),
        "sharp": marked("In sharp focus: widely met, and settled"),
    }
)
"""How wide the search went, and how settled it is."""
