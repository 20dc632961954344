"""Labels of codes that appear only on the archive's page: signals, roles of readers, what was read and why."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.journey.events.roles import RoleStanding
from domain.vocabulary import OddsSignal
from service.accounts.caller import AccountRole
from service.localization.gettext_noop import gettext_noop

SIGNAL_LABELS: Mapping[OddsSignal, str] = MappingProxyType(
    {
        "market_growing": gettext_noop("the market is growing"),
        "market_shrinking": gettext_noop("the market is shrinking"),
        "vacancies_many": gettext_noop("there are many vacancies"),
        "vacancies_none": gettext_noop("there are no vacancies"),
        "fresh_outsider": gettext_noop("you would be a fresh outsider"),
        "one_of_many": gettext_noop("you would be one of many"),
        "fresh_outsider_from_hirer": gettext_noop("you would be a fresh outsider, said somebody who hires"),
        "one_of_many_from_hirer": gettext_noop("you would be one of many, said somebody who hires"),
        "requirement_met": gettext_noop("you meet a requirement"),
        "requirement_missing": gettext_noop("you miss a requirement"),
        "asked_for_cv": gettext_noop("they asked for your CV"),
        "referral": gettext_noop("they sent you on to somebody"),
        "resource_bank": gettext_noop("they keep you in mind"),
        "invited": gettext_noop("you were invited"),
        "no_answer_28d": gettext_noop("no answer in 28 days"),
        "rejected_unseen": gettext_noop("refused without having met you"),
        "rejected_close": gettext_noop("refused, but it was close"),
        "rejected_not_close": gettext_noop("refused, and it was not close"),
        "called_back": gettext_noop("they called you back"),
        "offer": gettext_noop("you were offered the work"),
    }
)
STANDING_LABELS: Mapping[RoleStanding, str] = MappingProxyType(
    {"in_play": gettext_noop("In play"), "parked": gettext_noop("Parked"), "blocked": gettext_noop("Blocked")}
)
ROLE_LABELS: Mapping[AccountRole, str] = MappingProxyType(
    {
        "client": gettext_noop("Client"),
        "coach": gettext_noop("Coach"),
        "manager": gettext_noop("Programme manager"),
        "researcher": gettext_noop("Researcher"),
        "admin": gettext_noop("Administrator"),
    }
)
ACTION_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "read_line": gettext_noop("your line in the list of journeys"),
        "read_course": gettext_noop("the course of your journey"),
        "read_weeks": gettext_noop("your weeks"),
        "read_profile": gettext_noop("your search profile"),
        "read_moves": gettext_noop("what moved your search profile"),
        "read_suggestions": gettext_noop("what you could try next"),
        "read_difference": gettext_noop("how your search profile changed"),
        "read_strengths": gettext_noop("your strengths"),
        "read_gaps": gettext_noop("your gaps"),
        "read_network": gettext_noop("your network"),
        "read_agenda": gettext_noop("your agenda"),
        "read_refusals": gettext_noop("your refusals"),
        "read_doors": gettext_noop("doors that may open again"),
        "read_portrait": gettext_noop("what you told of yourself"),
        "read_coaching": gettext_noop("the coaching"),
        "read_sight": gettext_noop("who may see what"),
        "read_events": gettext_noop("your entries"),
        "read_alerts": gettext_noop("signs that you may be stuck"),
        "read_page": gettext_noop("a page of your journey"),
        "read_pulses": gettext_noop("how you rated your energy and trust"),
        "read_special": gettext_noop("what may be about your health"),
        "read_notes_private": gettext_noop("the notes your coach made for their own work"),
        "read_game": gettext_noop("your game"),
        "read_access_log": gettext_noop("who looked"),
        "export": gettext_noop("everything, as an archive"),
        "break_glass": gettext_noop("asked to see everything, and said why"),
    }
)
REASON_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "own_journey": gettext_noop("It is your own journey"),
        "assigned_coach": gettext_noop("Your coach, as far as you allowed"),
        "break_glass": gettext_noop("Without your leave, for a reason given"),
        "by_role": gettext_noop("Part of their work"),
    }
)
