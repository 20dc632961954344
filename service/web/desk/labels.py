"""What the desk calls groups, acts, orders and news."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from projections.news.view import NewsKind
from service.application.desk_groups import DeskGroup, DeskReason
from service.application.desk_news import NewsSince
from service.application.desk_order import DeskSort
from service.localization.gettext_noop import gettext_noop

SuggestedAct = Literal["session", "challenge", "quest", "message", "after_care", "done"]
DeskTab = SuggestedAct | Literal["snooze"]
"""What can be done in the row of a client."""

GROUP_LABELS: Mapping[DeskGroup, str] = MappingProxyType(
    {
        "care_first": gettext_noop("Care first"),
        "out_of_touch": gettext_noop("Out of touch"),
        "stuck": gettext_noop("Stuck"),
        "ending": gettext_noop("Ending and aftercare"),
        "news_only": gettext_noop("News only"),
        "on_track": gettext_noop("On track"),
    }
)
ENDED_LABEL = gettext_noop("Ended")
CARE_HINT = gettext_noop("Something hurts. Get in touch today.")
"""What a coach does about the group that cannot wait."""

SORT_LABELS: Mapping[DeskSort, str] = MappingProxyType(
    {
        "pressing": gettext_noop("Most pressing"),
        "session": gettext_noop("Longest since a session"),
        "news": gettext_noop("Newest news"),
        "name": gettext_noop("Name"),
    }
)

SINCE_LABELS: Mapping[NewsSince, str] = MappingProxyType(
    {
        "look": gettext_noop("You last looked"),
        "7": gettext_noop("The last 7 days"),
        "28": gettext_noop("The last 28 days"),
    }
)

TAB_LABELS: Mapping[DeskTab, str] = MappingProxyType(
    {
        "session": gettext_noop("Session"),
        "challenge": gettext_noop("Challenge"),
        "quest": gettext_noop("Quest"),
        "message": gettext_noop("Message"),
        "after_care": gettext_noop("Aftercare"),
        "snooze": gettext_noop("Snooze"),
        "done": gettext_noop("Dealt with"),
    }
)
ACT_LABELS: Mapping[SuggestedAct, str] = MappingProxyType(
    {
        "session": gettext_noop("Log a session"),
        "challenge": gettext_noop("Set a challenge"),
        "quest": gettext_noop("Offer a quest"),
        "message": gettext_noop("Write a message"),
        "after_care": gettext_noop("Ask and record"),
        "done": gettext_noop("Mark as dealt with"),
    }
)
"""The suggested act, as a link."""

ACT_FOR: Mapping[DeskReason, SuggestedAct] = MappingProxyType(
    {
        "worse_than_feared": "session",
        "trust_low": "session",
        "no_after_interview": "message",
        "silence": "session",
        "no_session": "session",
        "coach_silent": "session",
        "refusals_without_asking": "challenge",
        "plans_without_steps": "session",
        "steps_without_learning": "challenge",
        "tunnel": "quest",
        "scatter": "challenge",
        "too_hopeful": "session",
        "programme_ending": "session",
        "after_care": "after_care",
    }
)
"""What is suggested for a reason."""

SPOKE_TODAY = gettext_noop("There was a session today. If it was about this, mark it as dealt with.")
SHARES_PROGRESS = gettext_noop("Shares progress only.")
SHARES_PROFILE = gettext_noop("Shares progress and the search profile only.")
PLAN_AFTER_CARE = gettext_noop("Plan aftercare")
AFTER_CARE_MOVE = gettext_noop("Ask how it goes, and record here what they say.")

NEWS_LABELS: Mapping[NewsKind, str] = MappingProxyType(
    {
        "worse_than_feared": gettext_noop("Worse than feared"),
        "rejected_close": gettext_noop("Rejected, close"),
        "rejected_after_interview": gettext_noop("Rejected after interview"),
        "rejected_unseen": gettext_noop("Rejected"),
        "offer": gettext_noop("Offer received"),
        "invitation": gettext_noop("Invited"),
        "ended": gettext_noop("Journey ended"),
        "low_energy": gettext_noop("Low energy"),
        "trust_rated": gettext_noop("Trust rated"),
        "big_move": gettext_noop("Big move"),
        "belief_dropped": gettext_noop("Belief dropped"),
        "new_role": gettext_noop("New role found"),
        "after_care_answered": gettext_noop("Aftercare answered"),
        "week_reviewed": gettext_noop("Week reviewed"),
    }
)
NOES: frozenset[NewsKind] = frozenset({"rejected_close", "rejected_after_interview", "rejected_unseen"})
"""News of a no: it leads to where each no stands with what the client did with it."""
HARD_NEWS: frozenset[NewsKind] = frozenset({*NOES, "worse_than_feared", "low_energy"})
"""News that may hurt; its tag has another colour."""
