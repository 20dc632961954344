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
        "vacancies_none": gettext_noop("there are few or no vacancies"),
        "fresh_outsider": gettext_noop("you would be a welcome outsider"),
        "one_of_many": gettext_noop("you would be one of many"),
        "fresh_outsider_from_hirer": gettext_noop("you would be a welcome outsider, said someone who hires"),
        "one_of_many_from_hirer": gettext_noop("you would be one of many, said someone who hires"),
        "requirement_met": gettext_noop("you meet a requirement"),
        "requirement_missing": gettext_noop("you do not meet a requirement"),
        "asked_for_cv": gettext_noop("they asked for your CV"),
        "referral": gettext_noop("they referred you to someone"),
        "resource_bank": gettext_noop("they are keeping your details on file"),
        "invited": gettext_noop("you were invited"),
        "no_answer_28d": gettext_noop("no reply in 28 days"),
        "rejected_unseen": gettext_noop("rejected without meeting you"),
        "rejected_close": gettext_noop("rejected, but it was close"),
        "rejected_not_close": gettext_noop("rejected, and it was not close"),
        "called_back": gettext_noop("they called you back"),
        "offer": gettext_noop("you were offered the job"),
    }
)
STANDING_LABELS: Mapping[RoleStanding, str] = MappingProxyType(
    {
        "in_play": gettext_noop("Active"),
        "parked": gettext_noop("Parked"),
        "blocked": gettext_noop("Ruled out"),
    }
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
        "read_course": gettext_noop("how your journey went"),
        "read_weeks": gettext_noop("your weeks"),
        "read_profile": gettext_noop("your search profile"),
        "read_moves": gettext_noop("what changed your search profile"),
        "read_suggestions": gettext_noop("what you could try next"),
        "read_difference": gettext_noop("how your search profile changed"),
        "read_strengths": gettext_noop("your strengths"),
        "read_gaps": gettext_noop("your gaps"),
        "read_network": gettext_noop("your network"),
        "read_agenda": gettext_noop("your to-do list"),
        "read_refusals": gettext_noop("your rejections"),
        "read_doors": gettext_noop("where you could get back in touch"),
        "read_portrait": gettext_noop("what you wrote about yourself"),
        "read_coaching": gettext_noop("the coaching"),
        "read_sight": gettext_noop("who can see what"),
        "read_events": gettext_noop("your entries"),
        "read_alerts": gettext_noop("signs that you may be stuck"),
        "read_page": gettext_noop("a page of your journey"),
        "read_pulses": gettext_noop("how you rated your energy and trust"),
        "read_special": gettext_noop("anything about your health"),
        "read_notes_private": gettext_noop("your coach's own working notes"),
        "read_game": gettext_noop("your game"),
        "read_access_log": gettext_noop("who looked"),
        "export": gettext_noop("everything, as an archive"),
        "export_studies": gettext_noop("your part in a study, downloaded without your name"),
        "break_glass": gettext_noop("asked to see everything, and gave a reason"),
    }
)
REASON_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "own_journey": gettext_noop("It is your own journey"),
        "assigned_coach": gettext_noop("Your coach, with access you gave"),
        "deputy": gettext_noop("Standing in for your coach, with your consent"),
        "break_glass": gettext_noop("Without your permission, for a stated reason"),
        "by_role": gettext_noop("Part of their job"),
    }
)
