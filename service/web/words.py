"""The words of the pages: what each code is called, and how dates and numbers are said.

The English strings stand here as they will be looked up by gettext; the templates translate them.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from domain.journey.experiments import Stage
from domain.vocabulary import Answer, Distance, Kind, Track
from projections.wording import whole

KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        "conversation": "Conversation",
        "application": "Application",
        "job_shadow": "Job shadowing",
        "interview": "Interview",
        "trial": "Trial",
        "desk_research": "Desk research",
        "follow_up": "Follow-up",
        "reflection": "Reflection",
    }
)
STAGES: Mapping[Stage, str] = MappingProxyType(
    {
        "planned": "Planned",
        "run": "Took place",
        "cancelled": "Called off by the other side",
        "refused": "Refused by the other side",
        "dropped": "Taken back",
    }
)
ANSWERS: Mapping[Answer | None, str] = MappingProxyType(
    {
        "invited": "Invited",
        "second_round": "Asked back",
        "rejected_unseen": "Refused unseen",
        "rejected_after_interview": "Refused after the interview",
        "offer": "Offered the work",
        "called_back": "Called back",
        None: "No answer in 28 days",
    }
)
DISTANCES: Mapping[Distance, str] = MappingProxyType(
    {
        "same": "the same work",
        "near": "nearby work",
        "far": "work further away",
        "licence": "needs a licence",
    }
)
TRACKS: Mapping[Track, str] = MappingProxyType(
    {
        "curative": "Curative track",
        "preventive": "Preventive track",
        "re_integration": "Re-integration track",
    }
)

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NO_BREAK = "\N{NO-BREAK SPACE}"


def day(on: date) -> str:
    """A date in full: 5 April 2026."""
    return f"{on.day}{_NO_BREAK}{_MONTHS[on.month - 1]} {on.year}"


def short_day(on: date) -> str:
    """A date within the year, with its weekday: Thu 15 Jan."""
    return f"{_DAYS[on.weekday()]} {on.day}{_NO_BREAK}{_MONTHS[on.month - 1][:3]}"


def percent(part: float) -> str:
    """A share of 1 in whole per cents: 93 %."""
    return f"{whole(100 * part)}{_NO_BREAK}%"


def signed(change: int) -> str:
    """A change with its sign, a true minus included; nought has none."""
    if change == 0:
        return "0"
    return f"+{change}" if change > 0 else f"\N{MINUS SIGN}{-change}"


def give_or_take(value: float, spread: float) -> str:
    """A value and how sure it is: 67 ± 13."""
    return f"{whole(value)}{_NO_BREAK}±{_NO_BREAK}{whole(spread)}"
