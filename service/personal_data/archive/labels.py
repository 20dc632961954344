"""What the readable page calls the codes that only stand there: signals, roles of readers, what was looked at and why."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import Signal
from projections.learning_model.role_beliefs import StandingWord
from service.accounts.caller import Role
from service.localization.gettext_noop import marked

SIGNALS: Mapping[Signal, str] = MappingProxyType(
    {
        "market_growing": marked("the market is growing"),
        "market_shrinking": marked("the market is shrinking"),
        "vacancies_many": marked("there are many vacancies"),
        "vacancies_none": marked("there are no vacancies"),
        "fresh_outsider": marked("you would be a fresh outsider"),
        "one_of_many": marked("you would be one of many"),
        "fresh_outsider_from_hirer": marked("you would be a fresh outsider, said somebody who hires"),
        "one_of_many_from_hirer": marked("you would be one of many, said somebody who hires"),
        "requirement_met": marked("you meet a requirement"),
        "requirement_missing": marked("you miss a requirement"),
        "asked_for_cv": marked("they asked for your CV"),
        "referral": marked("they sent you on to somebody"),
        "resource_bank": marked("they keep you in mind"),
        "invited": marked("you were invited"),
        "no_answer_28d": marked("no answer in 28 days"),
        "rejected_unseen": marked("refused without having met you"),
        "rejected_close": marked("refused, but it was close"),
        "rejected_not_close": marked("refused, and it was not close"),
        "called_back": marked("they called you back"),
        "offer": marked("you were offered the work"),
    }
)
STANDINGS: Mapping[StandingWord, str] = MappingProxyType(
    {"in_play": marked("In play"), "parked": marked("Parked"), "blocked": marked("Blocked")}
)
ROLES: Mapping[Role, str] = MappingProxyType(
    {
        "client": marked("Client"),
        "coach": marked("Coach"),
        "manager": marked("Programme manager"),
        "researcher": marked("Researcher"),
        "admin": marked("Administrator"),
    }
)
ACTS: Mapping[str, str] = MappingProxyType(
    {
        "read_line": marked("your line in the list of journeys"),
        "read_course": marked("the course of your journey"),
        "read_weeks": marked("your weeks"),
        "read_profile": marked("your search profile"),
        "read_moves": marked("what moved your search profile"),
        "read_suggestions": marked("what you could try next"),
        "read_difference": marked("how your search profile changed"),
        "read_strengths": marked("your strengths"),
        "read_gaps": marked("your gaps"),
        "read_network": marked("your network"),
        "read_agenda": marked("your agenda"),
        "read_refusals": marked("your refusals"),
        "read_doors": marked("doors that may open again"),
        "read_portrait": marked("what you told of yourself"),
        "read_coaching": marked("the coaching"),
        "read_sight": marked("who may see what"),
        "read_events": marked("your entries"),
        "read_alerts": marked("signs that you may be stuck"),
        "read_page": marked("a page of your journey"),
        "read_pulses": marked("how you rated your energy and trust"),
        "read_special": marked("what may be about your health"),
        "read_notes_private": marked("the notes your coach made for their own work"),
        "read_game": marked("your game"),
        "read_access_log": marked("who looked"),
        "export": marked("everything, as an archive"),
        "break_glass": marked("asked to see everything, and said why"),
    }
)
WHYS: Mapping[str, str] = MappingProxyType(
    {
        "own_journey": marked("It is your own journey"),
        "assigned_coach": marked("Your coach, as far as you allowed"),
        "break_glass": marked("Without your leave, for a reason given"),
        "by_role": marked("Part of their work"),
    }
)
