"""What each code of a journey is called, in English; `Words.gettext` says it in other languages."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.journey.events.experiments import Stage
from domain.vocabulary import (
    Answer,
    Channel,
    Distance,
    Ending,
    GapDecision,
    Kind,
    Phase,
    Purpose,
    Reader,
    ReflectionTheme,
    SightScope,
    Stance,
    Tie,
    Track,
    Witness,
)
from projections.learning_model.wording import AppealWord, ReachWord, SpreadWord
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
TRACKS: Mapping[Track, str] = MappingProxyType(
    {
        "curative": marked("Curative track"),
        "preventive": marked("Preventive track"),
        "re_integration": marked("Re-integration track"),
    }
)
TIES: Mapping[Tie, str] = MappingProxyType(
    {
        "strong": marked("a strong tie"),
        "medium": marked("a tie of medium strength"),
        "weak": marked("a weak tie"),
        "none": marked("not known before"),
    }
)
CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {
        "network": marked("through the network"),
        "introduced": marked("introduced by somebody"),
        "advert": marked("an advertisement"),
        "cold": marked("approached uninvited"),
        "agency": marked("an agency"),
        "phone": marked("by telephone"),
        "mail": marked("by letter or e-mail"),
        "catalogue": marked("a catalogue of occupations"),
        "outlook": marked("figures about the market"),
        "called_back": marked("they called back"),
        "other": marked("another way"),
    }
)
WITNESSES: Mapping[Witness, str] = MappingProxyType(
    {
        "self": marked("Yourself"),
        "contact": marked("Someone met on the way"),
        "coach": marked("The coach"),
    }
)
PHASES: Mapping[Phase, str] = MappingProxyType(
    {
        "self": marked("Who you are"),
        "vision": marked("What you want"),
        "market_exploration": marked("Exploring the market"),
        "market_approach": marked("Approaching the market"),
    }
)
STANCES: Mapping[Stance, str] = MappingProxyType(
    {
        "adviser": marked("Adviser"),
        "coach": marked("Coach"),
        "marketer": marked("Marketer"),
        "sales_manager": marked("Sales manager"),
    }
)
GAP_DECISIONS: Mapping[GapDecision, str] = MappingProxyType(
    {
        "close": marked("Close it"),
        "go_round": marked("Go round it"),
        "live_with": marked("Live with it"),
    }
)
THEMES: Mapping[ReflectionTheme, str] = MappingProxyType(
    {
        "notice": marked("How you lived the notice"),
        "results": marked("Results"),
        "success": marked("A success"),
        "values": marked("Values"),
        "other": marked("Something else"),
    }
)
READERS: Mapping[Reader, str] = MappingProxyType(
    {
        "coach": marked("Coach"),
        "ally": marked("Ally"),
        "payer": marked("Who pays"),
        "researcher": marked("Researcher"),
    }
)
SCOPES: Mapping[SightScope, str] = MappingProxyType(
    {
        "everything": marked("Everything"),
        "profile": marked("The search profile"),
        "progress": marked("Only that there is progress"),
    }
)
PURPOSES: Mapping[Purpose, str] = MappingProxyType(
    {
        "coaching": marked("For the coaching"),
        "research": marked("For research"),
        "contact_after": marked("To be asked how it went afterwards"),
    }
)
ENDINGS: Mapping[Ending, str] = MappingProxyType(
    {
        "new_work": marked("New work"),
        "own_business": marked("A business of your own"),
        "education": marked("Education"),
        "stayed_and_changed": marked("Stayed, and changed the work"),
        "return_to_work": marked("Back to work"),
        "volunteering": marked("Volunteering"),
        "rest": marked("Rest"),
        "stopped": marked("Stopped"),
    }
)
APPEAL: Mapping[AppealWord, str] = MappingProxyType(
    {
        "disliked": marked("disliked"),
        "lukewarm": marked("lukewarm"),
        "fairly_neutral": marked("fairly neutral"),
        "fairly_liked": marked("fairly liked"),
        "liked": marked("liked"),
        "loved": marked("loved"),
    }
)
REACH: Mapping[ReachWord, str] = MappingProxyType(
    {
        "unlikely": marked("unlikely"),
        "hard": marked("hard"),
        "reachable": marked("reachable"),
        "likely": marked("likely"),
        "very_likely": marked("very likely"),
    }
)
SPREAD: Mapping[SpreadWord, str] = MappingProxyType(
    {
        "a_guess": marked("a guess"),
        "a_first_idea": marked("a first idea"),
        "fairly_sure": marked("fairly sure"),
        "sure": marked("sure"),
    }
)
